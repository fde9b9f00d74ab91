package fairlead.admin.history;

import java.util.Arrays;

/**
 * The latest values of one series, by step. Takes no memory while every value is the usual one, as most are where nothing
 * happens. For one thread at a time.
 */
final class Ring {
    private static final float[] NOTHING = {};

    private final int size;
    private final float usual;
    private float[] values = NOTHING;

    Ring(int size, double usual) {
        this.size = size;
        this.usual = (float) usual;
    }

    void put(long step, double value) {
        if (values.length == 0 && Double.compare(value, usual) != 0) {
            values = new float[size];
            Arrays.fill(values, usual);
        }
        if (values.length > 0) {
            values[Math.floorMod(step, size)] = (float) value;
        }
    }

    /** What was put last for this step, or one before it that is forgotten by now. */
    double get(long step) {
        return values.length == 0 ? usual : values[Math.floorMod(step, size)];
    }
}
