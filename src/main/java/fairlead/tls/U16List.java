package fairlead.tls;

import java.util.AbstractList;
import java.util.RandomAccess;

/** An immutable list of 16-bit numbers, two bytes each: a hello carries dozens and lives as long as its connection. */
final class U16List extends AbstractList<Integer> implements RandomAccess {

    static final U16List EMPTY = new U16List();

    private final char[] values;

    /** Takes the array over: the caller keeps no reference to it. */
    U16List(char... values) {
        this.values = values;
    }

    @Override
    public Integer get(int index) {
        return (int) values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}
