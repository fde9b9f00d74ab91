package fairlead.admin.settings;

import fairlead.config.Problem;
import java.util.List;

/**
 * A section as a page shows it: values, or a form.
 *
 * @param editing whether it is a form
 * @param values what holds; empty for a form
 * @param others what is wrong, and belongs to no input
 */
public record SectionView(
        String id,
        String title,
        String intro,
        boolean editing,
        List<Value> values,
        List<Input> inputs,
        List<RowsInput> lists,
        List<Problem> others) {

    public SectionView {
        values = List.copyOf(values);
        inputs = List.copyOf(inputs);
        lists = List.copyOf(lists);
        others = List.copyOf(others);
    }

    /**
     * A setting and what holds.
     *
     * @param standard whether that is the default, which stands nowhere
     */
    public record Value(String label, List<String> texts, boolean standard) {
        public Value {
            texts = List.copyOf(texts);
        }
    }
}
