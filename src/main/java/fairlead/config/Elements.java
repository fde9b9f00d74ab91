package fairlead.config;

import java.util.List;

/**
 * The elements of a JSON array that could be read, each with its place.
 *
 * @param complete whether these are all: when not, nothing may be concluded from what is absent
 */
record Elements<T>(List<Item<T>> items, boolean complete) {

    Elements {
        items = List.copyOf(items);
    }

    List<T> values() {
        return items.stream().map(Item::value).toList();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** One of them. */
    record Item<T>(String path, T value) {}
}
