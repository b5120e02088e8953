package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client's typed calls against a state machine without a cluster between them. */
class KvClientTest {
    private final KvHarness kv = new KvHarness(KvResponseLayout.MIN_CAPACITY);
    private final KvClient client = new KvClient(this::command, this::query, () -> {});
    private Runnable beforeNextQuery = () -> {};
    private int queries;

    @AfterEach
    void close() {
        client.close();
        kv.close();
    }

    @Test
    void shouldReturnVersionsWhenKeysAreWritten() {
        assertThat(client.put(bytes("a"), bytes("one"))).isEqualTo(new KvWrite(true, 1, 0, 3));
        assertThat(client.append(bytes("a"), bytes("!"))).isEqualTo(new KvWrite(true, 2, 1, 4));
        assertThat(client.compareAndSet(bytes("a"), 1, bytes("two"))).isEqualTo(new KvWrite(false, 2, 2, 4));
        assertThat(client.compareAndSet(bytes("a"), 2, bytes("two"))).isEqualTo(new KvWrite(true, 4, 2, 3));
        assertThat(client.compareAndSet(bytes("a"), bytes("two"), bytes("three")))
                .isEqualTo(new KvWrite(true, 5, 4, 5));
        assertThat(client.compareAndSet(bytes("a"), bytes("two"), bytes("x"))).isEqualTo(new KvWrite(false, 5, 5, 5));
        assertThat(client.delete(bytes("a"))).isEqualTo(new KvWrite(true, 0, 5, 0));
        assertThat(client.delete(bytes("a"))).isEqualTo(new KvWrite(false, 0, 0, 0));
    }

    @Test
    void shouldReturnTheEntryWhenAKeyIsThere() {
        client.put(bytes("a"), bytes("one"));

        assertThat(client.get(bytes("a"))).satisfies(entry -> {
            assertThat(entry.keyText()).isEqualTo("a");
            assertThat(entry.valueText()).isEqualTo("one");
            assertThat(entry.version()).isEqualTo(1);
        });
        assertThat(client.get(bytes("b"))).isNull();
    }

    @Test
    void shouldPutThePartsTogetherWhenAValueIsLargerThanAResponse() {
        final byte[] value = large('a');
        client.put(bytes("a"), value);

        assertThat(client.get(bytes("a")))
                .satisfies(entry -> assertThat(entry.value()).isEqualTo(value));
        assertThat(queries).isGreaterThan(2);
    }

    @Test
    void shouldNotMixVersionsWhenALargeValueChangesBetweenItsParts() {
        final byte[] second = large('b');
        client.put(bytes("a"), large('a'));
        runBeforeQuery(2, () -> client.put(bytes("a"), second));

        assertThat(client.get(bytes("a"))).satisfies(entry -> {
            assertThat(entry.value()).isEqualTo(second);
            assertThat(entry.version()).isEqualTo(2);
        });
    }

    @Test
    void shouldFindNothingWhenALargeValueIsDeletedBetweenItsParts() {
        client.put(bytes("a"), large('a'));
        runBeforeQuery(2, () -> client.delete(bytes("a")));

        assertThat(client.get(bytes("a"))).isNull();
    }

    @Test
    void shouldReturnAllEntriesWhenScannedPageByPage() {
        final List<String> expected = new ArrayList<>();
        for (int i = 100; i < 400; i++) {
            final String value = i == 250 ? new String(large('c'), UTF_8) : "value-" + i;
            client.put(bytes("key-" + i), bytes(value));
            expected.add("key-" + i + "=" + value);
        }
        client.put(bytes("other"), bytes("x"));

        final List<String> seen = new ArrayList<>();
        byte @Nullable [] after = null;
        do {
            final KvPage page = client.scan(bytes("key-"), after, 0, false);
            page.entries().forEach(entry -> seen.add(entry.keyText() + "=" + entry.valueText()));
            after = page.next();
        } while (after != null);

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void shouldReturnKeysWithoutValuesWhenKeysAloneAreWanted() {
        client.put(bytes("a"), bytes("one"));
        client.put(bytes("b"), large('b'));

        final KvPage page = client.scan(bytes(""), null, 0, true);

        assertThat(page.entries()).extracting(KvEntry::keyText).containsExactly("a", "b");
        assertThat(page.entries()).allSatisfy(entry -> assertThat(entry.value()).isEmpty());
        assertThat(page.next()).isNull();
    }

    @Test
    void shouldSayWhatIsWrongWhenARequestCannotBeMade() {
        assertThatThrownBy(() -> client.put(bytes(""), bytes("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key length out of range: length=0; take 1 to 4096 bytes");
        assertThatThrownBy(() -> client.get(new byte[4097]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=4097");
        assertThatThrownBy(() -> client.scan(bytes(""), null, -1, false)).hasMessage("limit is negative: limit=-1");
        assertThatThrownBy(() -> client.scan(bytes("b"), bytes("a"), 0, false))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("MALFORMED");
    }

    @Test
    void shouldSayThatTheStoreIsAnotherWhenAResponseIsNotItsOwn() {
        final KvClient stranger = new KvClient(request -> new byte[0], request -> new byte[40], () -> {});

        assertThatThrownBy(() -> stranger.put(bytes("a"), bytes("b")))
                .isInstanceOf(KvException.class)
                .hasMessageContaining("not a response of the key-value store: length=0");
        assertThatThrownBy(() -> stranger.get(bytes("a"))).isInstanceOf(KvException.class);
    }

    private void runBeforeQuery(final int number, final Runnable action) {
        final int last = queries + number;
        beforeNextQuery = () -> {
            if (queries == last) {
                beforeNextQuery = () -> {};
                action.run();
            }
        };
    }

    private byte[] command(final byte[] request) {
        kv.applyQuietly(new UnsafeBuffer(request), 0, request.length);
        return response();
    }

    private byte[] query(final byte[] request) {
        queries++;
        beforeNextQuery.run();
        kv.query(new UnsafeBuffer(request), 0, request.length);
        return response();
    }

    private byte[] response() {
        final byte[] response = new byte[kv.response.length];
        kv.response.buffer.getBytes(0, response);
        return response;
    }

    private static byte[] large(final char letter) {
        final byte[] value = new byte[3 * KvResponseLayout.MIN_CAPACITY];
        Arrays.fill(value, (byte) letter);
        return value;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(UTF_8);
    }
}
