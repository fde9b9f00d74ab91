package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CursorTest {

    private final Cursor in = new Cursor(new byte[] {9, 1, 2, 3, 4, 5, 9}, 1, 6);

    @Nested
    class WithinItsRange {

        @Test
        void readsInOrder() {
            assertThat(in.u8()).isEqualTo(1);
            assertThat(in.u16()).isEqualTo(0x0203);
            assertThat(in.remaining()).isEqualTo(2);
            assertThat(in.restAsBytes()).containsExactly(4, 5);
            assertThat(in.hasMore()).isFalse();
            assertThat(in.failure()).isNull();
        }

        @Test
        void seesOnlyWhatIsOpen() {
            int outer = in.open(2);
            assertThat(in.restAsU16List()).containsExactly(0x0102);
            in.close(outer);

            assertThat(in.restAsText()).isEqualTo("\u0003\u0004\u0005");
            assertThat(in.failure()).isNull();
        }

        @Test
        void readsAgainFromAMark() {
            int mark = in.mark();
            in.skip(5);
            in.rewind(mark);

            assertThat(in.u8()).isEqualTo(1);
        }
    }

    @Nested
    class AtItsEnd {

        @Test
        void hasNoMoreBytesThoughTheArrayHas() {
            in.skip(4);

            assertThat(in.u16()).isZero();
            assertThat(in.failure()).isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void opensNothingThatReachesBeyond() {
            in.open(6);

            assertThat(in.failure()).isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void closesNothingThatIsNotReadToItsEnd() {
            in.close(in.open(1));

            assertThat(in.failure()).isEqualTo(Reason.BAD_LENGTH);
        }

        @Test
        void makesNoListOfAnOddNumberOfBytes() {
            in.restAsU16List();

            assertThat(in.failure()).isEqualTo(Reason.BAD_LENGTH);
        }
    }

    @Nested
    class AfterAFailure {

        @Test
        void isEmptyWhateverIsCalled() {
            int mark = in.mark();
            int outer = in.open(4);
            in.skip(1);
            in.fail(Reason.BAD_SERVER_NAME);
            in.close(outer);
            in.rewind(mark);

            assertThat(in.hasMore()).isFalse();
            assertThat(in.u8()).isZero();
            assertThat(in.u16()).isZero();
            assertThat(in.restAsU16List()).isEmpty();
            assertThat(in.restAsBytes()).isEmpty();
            assertThat(in.restAsText()).isEmpty();
            assertThat(in.failure()).isEqualTo(Reason.BAD_SERVER_NAME);
        }
    }
}
