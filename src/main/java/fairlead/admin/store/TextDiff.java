package fairlead.admin.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What tells one text from another, line by line: the shortest way from the first to the second (Myers 1986, "An O(ND)
 * Difference Algorithm and Its Variations"). Texts with more than {@value #MOST} lines of difference count as different
 * throughout, since finding the way would take too long.
 */
public final class TextDiff {
    private static final int MOST = 2000;

    private final List<String> before;
    private final List<String> after;

    private TextDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** A line of either text, or of both. */
    public record Line(Kind kind, String text) {}

    /** Where a line stands. */
    public enum Kind {
        SAME,
        ADDED,
        REMOVED
    }

    /** All lines of both texts, each once. */
    public static List<Line> lines(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int shorter = Math.min(old.size(), now.size());
        int head = 0;
        while (head < shorter && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>(all(Kind.SAME, now.subList(0, head)));
        lines.addAll(
                new TextDiff(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail)).shortest());
        lines.addAll(all(Kind.SAME, now.subList(now.size() - tail, now.size())));
        return List.copyOf(lines);
    }

    private static List<Line> all(Kind kind, List<String> texts) {
        return texts.stream().map(text -> new Line(kind, text)).toList();
    }

    /**
     * Goes as far as possible with 0, 1, 2... differences on every diagonal; a diagonal is the difference between how many
     * lines of the first and of the second text are behind.
     */
    private List<Line> shortest() {
        int most = Math.min(MOST, before.size() + after.size());
        int[] reach = new int[2 * most + 3];
        List<int[]> reached = new ArrayList<>(); // by how many differences: from diagonal -differences - 1 on
        for (int differences = 0; differences <= most; differences++) {
            for (int diagonal = -differences; diagonal <= differences; diagonal += 2) {
                int x = isDown(reach, most, diagonal, differences)
                        ? reach[most + 1 + diagonal + 1]
                        : reach[most + 1 + diagonal - 1] + 1;
                x = alongSame(x, x - diagonal);
                reach[most + 1 + diagonal] = x;
                if (x >= before.size() && x - diagonal >= after.size()) {
                    return back(reached, differences);
                }
            }
            reached.add(Arrays.copyOfRange(reach, most - differences, most + differences + 3));
        }
        List<Line> different = new ArrayList<>(all(Kind.REMOVED, before));
        different.addAll(all(Kind.ADDED, after));
        return different;
    }

    /** Whether the best way onto a diagonal adds a line, rather than removes one. */
    private static boolean isDown(int[] reach, int middle, int diagonal, int differences) {
        return diagonal == -differences
                || (diagonal != differences && reach[middle + 1 + diagonal - 1] < reach[middle + 1 + diagonal + 1]);
    }

    private int alongSame(int from, int fromOther) {
        int x = from;
        int y = fromOther;
        while (x < before.size() && y < after.size() && before.get(x).equals(after.get(y))) {
            x++;
            y++;
        }
        return x;
    }

    /** The way that was found, from its end. */
    private List<Line> back(List<int[]> reached, int differences) {
        List<Line> lines = new ArrayList<>();
        int x = before.size();
        int y = after.size();
        for (int left = differences; left > 0; left--) {
            int[] reach = reached.get(left - 1);
            int diagonal = x - y;
            boolean down = isDown(reach, left - 1, diagonal, left);
            int from = down ? diagonal + 1 : diagonal - 1;
            int fromX = reach[left + from];
            int fromY = fromX - from;
            while (x > (down ? fromX : fromX + 1) && y > (down ? fromY + 1 : fromY)) {
                lines.add(new Line(Kind.SAME, after.get(--y)));
                x--;
            }
            lines.add(down ? new Line(Kind.ADDED, after.get(--y)) : new Line(Kind.REMOVED, before.get(--x)));
        }
        while (y > 0) {
            lines.add(new Line(Kind.SAME, after.get(--y)));
        }
        Collections.reverse(lines);
        return lines;
    }
}
