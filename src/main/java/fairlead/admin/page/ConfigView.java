package fairlead.admin.page;

import fairlead.admin.settings.Places;
import fairlead.admin.store.Revision;
import fairlead.admin.store.TextDiff;
import fairlead.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration, to be read.
 *
 * @param lines of the file
 * @param revisions the newest first
 */
public record ConfigView(List<String> lines, List<Revision> revisions, boolean mayChange, Optional<Notice> notice) {

    public ConfigView {
        lines = List.copyOf(lines);
        revisions = List.copyOf(revisions);
    }

    /**
     * The configuration, being edited.
     *
     * @param base etag of what it was when the editing began
     * @param result what came of checking the text; empty before
     */
    public record Edited(String text, String base, Optional<Checked> result, Optional<Notice> notice) {}

    /**
     * What came of checking a text: problems, or what would change.
     *
     * @param changes the lines that differ, with some around them; empty when nothing but the layout does
     * @param sentence what would change, in words
     * @param restart the settings that count only from the next start on
     */
    public record Checked(List<Complaint> problems, List<Line> changes, String sentence, List<String> restart) {
        public Checked {
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
            restart = List.copyOf(restart);
        }
    }

    /**
     * A problem of a text.
     *
     * @param excerpt of the line it is in
     */
    public record Complaint(OptionalInt line, String excerpt, String path, String message) {
        private static final int LONGEST = 120;

        static List<Complaint> of(String text, List<Problem> problems) {
            Places places = Places.of(text);
            List<String> lines = text.lines().toList();
            return problems.stream()
                    .map(problem -> of(problem, places.line(problem.path(), problem.message()), lines))
                    .toList();
        }

        private static Complaint of(Problem problem, OptionalInt line, List<String> lines) {
            String excerpt = line.isPresent() && line.getAsInt() <= lines.size()
                    ? lines.get(line.getAsInt() - 1).strip()
                    : "";
            String shortened = excerpt.length() > LONGEST ? excerpt.substring(0, LONGEST) + "..." : excerpt;
            return new Complaint(line, shortened, problem.path(), problem.message());
        }
    }

    /**
     * A line of a comparison.
     *
     * @param style class of its element: {@code added}
     * @param sign what stands before it
     */
    public record Line(String style, String sign, String text) {
        private static final int AROUND = 3;
        private static final Line GAP = new Line("gap", " ", "...");

        /** The lines that differ, with a few around them. */
        static List<Line> of(String before, String after) {
            List<TextDiff.Line> all = TextDiff.lines(before, after);
            List<Line> shown = new ArrayList<>();
            int last = -1;
            for (int at = 0; at < all.size(); at++) {
                if (isNearChange(all, at)) {
                    if (at > last + 1) {
                        shown.add(GAP);
                    }
                    shown.add(of(all.get(at)));
                    last = at;
                }
            }
            if (!shown.isEmpty() && last < all.size() - 1) {
                shown.add(GAP);
            }
            return shown;
        }

        private static boolean isNearChange(List<TextDiff.Line> all, int at) {
            return all.subList(Math.max(0, at - AROUND), Math.min(all.size(), at + AROUND + 1)).stream()
                    .anyMatch(line -> line.kind() != TextDiff.Kind.SAME);
        }

        private static Line of(TextDiff.Line line) {
            return switch (line.kind()) {
                case SAME -> new Line("same", " ", line.text());
                case ADDED -> new Line("added", "+", line.text());
                case REMOVED -> new Line("removed", "-", line.text());
            };
        }
    }

    /**
     * An older configuration.
     *
     * @param changed what it changed then, in words
     * @param difference what bringing it back would change
     * @param present whether it is what holds now
     * @param base etag of what holds now
     */
    public record Old(
            Revision revision,
            List<String> lines,
            String changed,
            List<Line> difference,
            boolean present,
            String base,
            boolean mayChange,
            Optional<Notice> notice) {
        public Old {
            lines = List.copyOf(lines);
            difference = List.copyOf(difference);
        }
    }
}
