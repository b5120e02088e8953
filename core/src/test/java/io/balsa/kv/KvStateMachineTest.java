package io.balsa.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvStateMachineTest {
    private final KvHarness kv = new KvHarness();

    @AfterEach
    void close() {
        kv.close();
    }

    @Test
    void shouldTellTheVersionBeforeWhenValuesAreSet() {
        assertThat(kv.put("a", "one")).isEqualTo("OK version=1 before=0 length=3");
        assertThat(kv.put("a", "second")).isEqualTo("OK version=2 before=1 length=6");
        assertThat(kv.put("b", "")).isEqualTo("OK version=3 before=0 length=0");

        assertThat(kv.get("a")).isEqualTo("second @2 of 6");
        assertThat(kv.get("b")).isEqualTo(" @3 of 0");
        assertThat(kv.get("c")).isEqualTo("NOT_FOUND");
        assertThat(kv.machine.size()).isEqualTo(2);
    }

    @Test
    void shouldTellWhetherAKeyWasThereWhenItIsDeleted() {
        kv.put("a", "one");

        assertThat(kv.delete("a")).isEqualTo("OK version=0 before=1 length=0");
        assertThat(kv.delete("a")).isEqualTo("NOT_FOUND version=0 before=0 length=0");

        assertThat(kv.get("a")).isEqualTo("NOT_FOUND");
        assertThat(kv.machine.size()).isZero();
    }

    @Test
    void shouldNeverUseAVersionTwiceWhenAKeyComesBack() {
        kv.put("a", "one");
        kv.delete("a");
        kv.put("a", "one");

        assertThat(kv.compareVersion("a", 1, "late")).isEqualTo("MISMATCH version=3 before=3 length=3");
    }

    @Test
    void shouldSetAValueWhenTheVersionIsExpected() {
        assertThat(kv.compareVersion("a", 0, "one")).isEqualTo("OK version=1 before=0 length=3");
        assertThat(kv.compareVersion("a", 0, "two")).isEqualTo("MISMATCH version=1 before=1 length=3");
        assertThat(kv.compareVersion("a", 1, "three")).isEqualTo("OK version=3 before=1 length=5");
        assertThat(kv.compareVersion("a", 1, "four")).isEqualTo("MISMATCH version=3 before=3 length=5");
        assertThat(kv.compareVersion("b", 1, "five")).isEqualTo("MISMATCH version=0 before=0 length=0");

        assertThat(kv.get("a")).isEqualTo("three @3 of 5");
        assertThat(kv.get("b")).isEqualTo("NOT_FOUND");
    }

    @Test
    void shouldSetAValueWhenTheValueIsExpected() {
        kv.put("a", "one");
        kv.put("empty", "");

        assertThat(kv.compareValue("a", "on", "x")).isEqualTo("MISMATCH version=1 before=1 length=3");
        assertThat(kv.compareValue("a", "onE", "x")).isEqualTo("MISMATCH version=1 before=1 length=3");
        assertThat(kv.compareValue("a", "one!", "x")).isEqualTo("MISMATCH version=1 before=1 length=3");
        assertThat(kv.compareValue("a", "one", "two")).isEqualTo("OK version=6 before=1 length=3");
        assertThat(kv.compareValue("empty", "", "full")).isEqualTo("OK version=7 before=2 length=4");
        assertThat(kv.compareValue("absent", "", "x")).isEqualTo("MISMATCH version=0 before=0 length=0");

        assertThat(kv.get("a")).isEqualTo("two @6 of 3");
    }

    @Test
    void shouldAddToTheEndWhenBytesAreAppended() {
        assertThat(kv.append("a", "one")).isEqualTo("OK version=1 before=0 length=3");
        assertThat(kv.append("a", ", two")).isEqualTo("OK version=2 before=1 length=8");
        assertThat(kv.append("a", "")).isEqualTo("OK version=3 before=2 length=8");

        assertThat(kv.get("a")).isEqualTo("one, two @3 of 8");
    }

    @Test
    void shouldRefuseToGrowWhenTheValueIsAtItsLimit() {
        final String megabyte = "m".repeat(1_000_000);
        for (int i = 0; i < 16; i++) {
            kv.append("a", megabyte);
        }
        final int rest = KvRequestLayout.MAX_VALUE_LENGTH - 16_000_000;
        final long version = kv.index();

        assertThat(kv.append("a", "x".repeat(rest + 1)))
                .isEqualTo("VALUE_TOO_LARGE version=" + version + " before=" + version + " length=16000000");
        assertThat(kv.append("a", "x".repeat(rest)))
                .isEqualTo("OK version=" + kv.index() + " before=" + version + " length="
                        + KvRequestLayout.MAX_VALUE_LENGTH);
        assertThat(kv.append("a", "x")).startsWith("VALUE_TOO_LARGE");
        assertThat(kv.append("a", "")).startsWith("OK");
    }

    @Test
    void shouldReturnAPartWhenTheValueIsLargerThanAResponse() {
        try (KvHarness small = new KvHarness(KvResponseLayout.MIN_CAPACITY)) {
            final int part = KvResponseLayout.MIN_CAPACITY - KvResponseLayout.HEADER_LENGTH;
            final String value = "a".repeat(part) + "b".repeat(10);
            small.put("a", value);

            assertThat(small.get("a")).isEqualTo("a".repeat(part) + " @1 of " + (part + 10));
            assertThat(small.get("a", part)).isEqualTo("b".repeat(10) + " @1 of " + (part + 10));
            assertThat(small.get("a", part + 10)).isEqualTo(" @1 of " + (part + 10));
            assertThat(small.get("a", part + 11)).isEqualTo(" @1 of " + (part + 10));
        }
    }

    @Test
    void shouldReturnEntriesInOrderWhenScanned() {
        kv.put("b/2", "two");
        kv.put("b/1", "one");
        kv.put("a", "x");
        kv.put("b/10", "ten");
        kv.put("c", "x");

        assertThat(kv.scan("b/", "", 0, false)).containsExactly("b/1=one@2", "b/10=ten@4", "b/2=two@1");
        assertThat(kv.scan("", "", 0, true)).containsExactly("a@3(1)", "b/1@2(3)", "b/10@4(3)", "b/2@1(3)", "c@5(1)");
        assertThat(kv.scan("b/1", "", 0, false)).containsExactly("b/1=one@2", "b/10=ten@4");
        assertThat(kv.scan("d", "", 0, false)).isEmpty();
    }

    @Test
    void shouldContinueWhenScannedAfterAKey() {
        kv.put("b/1", "one");
        kv.put("b/2", "two");
        kv.put("b/3", "three");
        kv.put("c", "x");

        assertThat(kv.scan("b/", "", 2, false)).containsExactly("b/1=one@1", "b/2=two@2", "...");
        assertThat(kv.scan("b/", "b/2", 2, false)).containsExactly("b/3=three@3");
        assertThat(kv.scan("b/", "b/25", 1, false)).containsExactly("b/3=three@3");
        assertThat(kv.scan("b/", "b/3", 1, false)).isEmpty();
        assertThat(kv.scan("b/", "", 3, false)).doesNotContain("...");
    }

    @Test
    void shouldEndBeforeTheEntryThatDoesNotFitWhenScanned() {
        final int room = KvResponseLayout.MIN_CAPACITY - KvResponseLayout.HEADER_LENGTH;
        final int half = room / 2 - KvResponseLayout.ENTRY_HEADER_LENGTH - 1;
        try (KvHarness small = new KvHarness(KvResponseLayout.MIN_CAPACITY)) {
            small.put("a", "x".repeat(half));
            small.put("b", "x".repeat(half));
            small.put("c", "");

            assertThat(small.scan("", "", 0, true)).hasSize(3);
            assertThat(small.scan("", "", 0, false)).hasSize(3).endsWith("...");

            small.put("b", "x".repeat(half + 1));
            assertThat(small.scan("", "", 0, false)).hasSize(2).endsWith("...");
        }
    }

    @Test
    void shouldLeaveAValueOutWhenItAloneIsLargerThanAResponse() {
        try (KvHarness small = new KvHarness(KvResponseLayout.MIN_CAPACITY)) {
            small.put("a", "x".repeat(KvResponseLayout.MIN_CAPACITY));
            small.put("b", "y");
            small.put("k".repeat(KvRequestLayout.MAX_KEY_LENGTH), "z");

            assertThat(small.scan("", "", 0, false))
                    .containsExactly("a@1(" + KvResponseLayout.MIN_CAPACITY + ")", "b=y@2", "...");
            assertThat(small.scan("", "b", 0, false))
                    .containsExactly("k".repeat(KvRequestLayout.MAX_KEY_LENGTH) + "@3(1)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // operation, argument, key length, value length -> status
        "1, 1, 1, 0, MALFORMED", // PUT has no argument
        "1, 0, 0, 5, MALFORMED", // a key has a byte at least
        "1, 0, 4096, 5, OK",
        "1, 0, 4097, 5, MALFORMED",
        "2, 0, 1, 0, NOT_FOUND",
        "2, 0, 1, 1, MALFORMED", // DELETE has no value
        "2, 1, 1, 0, MALFORMED",
        "3, -1, 1, 1, MALFORMED", // versions are not negative
        "4, -1, 1, 1, MALFORMED", // the length of the expected value
        "4, 2, 1, 1, MALFORMED", // which is not there
        "4, 4294967296, 1, 1, MALFORMED", // 2^32: must not be taken for 0
        "5, 1, 1, 1, MALFORMED", // APPEND has no argument
        "16, 0, 1, 0, UNSUPPORTED", // a query is no command
        "17, 0, 1, 0, UNSUPPORTED",
        "0, 0, 1, 1, UNSUPPORTED",
        "6, 0, 1, 1, UNSUPPORTED",
        "255, 0, 1, 1, UNSUPPORTED",
    })
    void shouldAnswerWithAStatusWhenACommandMakesNoSense(
            final int operation,
            final long argument,
            final int keyLength,
            final int valueLength,
            final String expected) {
        final long before = kv.machine.stateHash();

        final String answer = kv.applyRequest(operation, argument, "k".repeat(keyLength), "v".repeat(valueLength));

        assertThat(answer).startsWith(expected);
        assertThat(kv.machine.stateHash() == before).isEqualTo(!expected.equals("OK"));
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0, 1, 0, NOT_FOUND",
        "16, -1, 1, 0, MALFORMED",
        "16, 16777216, 1, 0, NOT_FOUND",
        "16, 16777217, 1, 0, MALFORMED", // beyond any value
        "16, 0, 0, 0, MALFORMED",
        "16, 0, 1, 1, MALFORMED", // GET has no value
        "17, 0, 0, 0, OK",
        "17, 4294967295, 0, 0, OK", // keys only, the largest limit
        "17, 4294967296, 0, 0, MALFORMED", // a flag nobody knows
        "17, -1, 0, 0, MALFORMED",
        "17, 0, 4096, 0, OK",
        "17, 0, 4097, 0, MALFORMED",
        "17, 0, 1, 1, MALFORMED", // 'v' does not begin with 'k'
        "17, 0, 2, 1, MALFORMED", // a key to begin after has the prefix
        "17, 0, 0, 4096, OK",
        "17, 0, 0, 4097, MALFORMED",
        "1, 0, 1, 1, UNSUPPORTED", // a command is no query
        "99, 0, 1, 1, UNSUPPORTED",
    })
    void shouldAnswerWithAStatusWhenAQueryMakesNoSense(
            final int operation,
            final long argument,
            final int keyLength,
            final int valueLength,
            final KvStatus expected) {
        final KvStatus status = kv.queryRequest(operation, argument, "k".repeat(keyLength), "v".repeat(valueLength));

        assertThat(status).isEqualTo(expected);
        assertThat(kv.response.length).isEqualTo(KvResponseLayout.HEADER_LENGTH);
    }

    @Test
    void shouldRefuseTheFormatWhenItIsNotKnown() {
        final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
        KvRequestLayout.putHeader(request, 0, KvRequestLayout.PUT, 1, 1, 0);
        request.putByte(1, (byte) (KvRequestLayout.FORMAT + 1));

        assertThat(kv.apply(request, 0, KvRequestLayout.HEADER_LENGTH + 2)).startsWith("UNSUPPORTED");
        assertThat(kv.machine.size()).isZero();
    }

    @Test
    void shouldAnswerAndChangeNothingWhenLengthsDoNotAddUp() {
        kv.put("key", "value");
        final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
        final int length = KvRequestEncoder.encode(
                request, 0, KvRequestLayout.PUT, 0, KvHarness.bytes("key"), 0, 3, KvHarness.bytes("other"), 0, 5);

        for (int cut = 0; cut < 64; cut++) {
            if (cut != length) {
                assertThat(kv.apply(request, 0, cut)).as("length=%d", cut).startsWith("MALFORMED");
            }
        }
        request.putInt(4, -1);
        assertThat(kv.apply(request, 0, KvRequestLayout.HEADER_LENGTH + 2)).startsWith("MALFORMED");
        request.putInt(4, Integer.MIN_VALUE);
        assertThat(kv.apply(request, 0, 19)).startsWith("MALFORMED");
        assertThat(kv.get("key")).isEqualTo("value @1 of 5");
    }

    @Test
    void shouldNeverThrowWhenRequestsAreGarbage() {
        Seeds.forEach(KvStateMachineTest.class, 3, seed -> {
            final Random random = new Random(seed);
            final byte[] bytes = new byte[200];
            try (KvHarness fuzzed = new KvHarness(KvResponseLayout.MIN_CAPACITY)) {
                for (int i = 0; i < 50_000; i++) {
                    random.nextBytes(bytes);
                    // Mostly plausible: a known operation and format, short lengths.
                    bytes[KvHarness.OFFSET] =
                            (byte) (random.nextBoolean() ? random.nextInt(7) : 14 + random.nextInt(5));
                    bytes[KvHarness.OFFSET + 1] = (byte) (random.nextInt(20) == 0 ? 2 : 1);
                    bytes[KvHarness.OFFSET + 3] = (byte) (random.nextInt(20) == 0 ? 1 : 0);
                    for (int zero = 5; zero < 16 && random.nextInt(10) > 0; zero++) {
                        bytes[KvHarness.OFFSET + zero] = 0;
                    }
                    final int length = random.nextInt(bytes.length - KvHarness.OFFSET);
                    final UnsafeBuffer request = new UnsafeBuffer(bytes);
                    fuzzed.applyQuietly(request, KvHarness.OFFSET, length);
                    assertThat(fuzzed.response.length).isEqualTo(KvResponseLayout.COMMAND_LENGTH);
                    fuzzed.query(request, KvHarness.OFFSET, length);
                    assertThat(fuzzed.response.length).isGreaterThanOrEqualTo(KvResponseLayout.HEADER_LENGTH);
                }
            }
        });
    }

    @Test
    void shouldHaveEqualHashesAndResponsesWhenReplicasApplyTheSameCommands() {
        Seeds.forEach(KvStateMachineTest.class, 3, seed -> {
            try (KvHarness first = new KvHarness();
                    KvHarness second = new KvHarness()) {
                final Random random = new Random(seed);
                for (int i = 0; i < 20_000; i++) {
                    final List<String> answers = new ArrayList<>();
                    final long choice = random.nextLong();
                    answers.add(randomCommand(first, new Random(choice)));
                    answers.add(randomCommand(second, new Random(choice)));
                    assertThat(answers.get(1)).isEqualTo(answers.get(0));
                    if (i % 10 == 0) {
                        // Queries differ between replicas and change nothing.
                        first.get("k" + random.nextInt(500));
                    }
                }
                assertThat(second.machine.stateHash()).isEqualTo(first.machine.stateHash());
                first.put("k", "x");
                assertThat(second.machine.stateHash()).isNotEqualTo(first.machine.stateHash());
            }
        });
    }

    private static String randomCommand(final KvHarness target, final Random random) {
        final String key = "k" + random.nextInt(500);
        final String value = "v".repeat(random.nextInt(random.nextInt(20) == 0 ? 9_000 : 40));
        return switch (random.nextInt(6)) {
            case 0 -> target.delete(key);
            case 1 -> target.append(key, value);
            case 2 -> target.compareVersion(key, random.nextInt(3) == 0 ? 0 : target.index(), value);
            case 3 -> target.compareValue(key, "", value);
            default -> target.put(key, value);
        };
    }
}
