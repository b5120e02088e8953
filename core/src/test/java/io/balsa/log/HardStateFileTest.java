package io.balsa.log;

import static io.balsa.log.LogFixture.IDENTITY;
import static io.balsa.log.LogFixture.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardStateFileTest {
    private static final Path FILE = Path.of("/data/hard-state");
    private static final int SLOT_LENGTH = 4096;

    private final SimDisk disk = new SimDisk();

    @BeforeEach
    void makeFile() throws IOException {
        disk.createDirectories(Path.of("/data"));
        HardStateFile.create(disk, FILE, IDENTITY);
        disk.syncDirectory(Path.of("/data"));
    }

    private static HardStateFile open(final SimDisk found) {
        return HardStateFile.open(found, FILE, IDENTITY);
    }

    @Test
    void shouldKnowNoTermAndNoVoteWhenNew() {
        try (HardStateFile state = open(disk)) {
            assertThat(state.term()).isZero();
            assertThat(state.votedFor()).isZero();
        }
    }

    @Test
    void shouldKeepTermAndVoteWhenForced() {
        final HardStateFile state = open(disk);
        state.store(5, 0);
        state.store(5, 3);
        state.force();

        try (HardStateFile found = open(disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1)))) {
            assertThat(found.term()).isEqualTo(5);
            assertThat(found.votedFor()).isEqualTo(3);
        }
    }

    @Test
    void shouldForceNothingWhenNothingChanged() {
        try (HardStateFile state = open(disk)) {
            state.store(2, 1);
            state.force();
            final long before = disk.operations();

            state.force();
            state.store(2, 1);
            state.force();

            assertThat(disk.operations()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldHoldOldOrNewStateWhenThePowerIsCutAtAnyOperation(final Survival survival) {
        final Random random = new Random(42);
        for (int operation = 1; operation <= 12; operation++) {
            for (int i = 0; i < 10; i++) {
                final SimDisk fresh = disk.afterPowerCut(Survival.FORCED_ONLY, random);
                final HardStateFile state = open(fresh);
                fresh.cutPowerAfter(operation);
                long promised = 0;
                long stored = 0;
                try {
                    for (int term = 1; term <= 3; term++) {
                        stored = term;
                        state.store(term, term + 1);
                        state.force();
                        promised = term;
                    }
                } catch (final PowerCut e) {
                    assertThat(operation).isLessThanOrEqualTo(12);
                }

                try (HardStateFile found = open(fresh.afterPowerCut(survival, random))) {
                    assertThat(found.term()).isBetween(promised, stored);
                    assertThat(found.votedFor()).isEqualTo(found.term() == 0 ? 0 : (int) found.term() + 1);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLoseNothingWhenOneSlotIsDamagedAtAnyByte(final int slot) {
        store(9, 2);
        final byte[] whole = disk.contentOf(FILE);
        for (int i = 0; i < 16 + io.balsa.codec.sbe.storage.HardStateEncoder.BLOCK_LENGTH; i++) {
            final byte[] damaged = whole.clone();
            damaged[slot * SLOT_LENGTH + i] ^= 8;
            disk.damage(FILE, 0, damaged);

            try (HardStateFile state = open(disk)) {
                assertThat(state.term()).isEqualTo(9);
                assertThat(state.votedFor()).isEqualTo(2);
            }
            // Opening has made the damaged slot whole again: now the other one may go.
            disk.damage(FILE, (1 - slot) * SLOT_LENGTH, new byte[SLOT_LENGTH]);
            try (HardStateFile state = open(disk)) {
                assertThat(state.term()).isEqualTo(9);
            }
        }
    }

    @Test
    void shouldRefuseWhenBothSlotsAreDamaged() {
        store(9, 2);
        disk.damage(FILE, 20, new byte[] {1, 2, 3, 4});
        disk.damage(FILE, SLOT_LENGTH + 20, new byte[] {1, 2, 3, 4});

        assertThat(messageOf(() -> open(disk)))
                .contains(
                        "damaged",
                        FILE.toString(),
                        "expected=a term and a vote",
                        "two slots that fail their checksums");
    }

    @Test
    void shouldRefuseWhenTheFileIsZeroShortOrMissing() throws IOException {
        disk.damage(FILE, 0, new byte[2 * SLOT_LENGTH]);
        assertThat(messageOf(() -> open(disk))).contains("damaged", FILE.toString());

        disk.delete(FILE);
        disk.create(FILE).close();
        assertThat(messageOf(() -> open(disk))).contains("damaged", "expected=a file of 8192 bytes", "found=0 bytes");

        disk.delete(FILE);
        assertThat(messageOf(() -> open(disk))).contains("missing", FILE.toString());
    }

    @Test
    void shouldRefuseWhenTheFileIsAnotherNodes() {
        assertThat(messageOf(() -> HardStateFile.open(disk, FILE, new StorageIdentity(7, 2, 0x5eed))))
                .contains("belongs to somebody else", "cluster 7 node 2", "cluster 7 node 1");
    }

    @Test
    void shouldRefuseToGoBack() {
        try (HardStateFile state = open(disk)) {
            state.store(5, 3);

            assertThatThrownBy(() -> state.store(4, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> state.store(5, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> state.store(5, 0)).isInstanceOf(IllegalArgumentException.class);
            state.store(5, 3);
            state.store(6, 0);
            assertThat(state.votedFor()).isZero();
        }
    }

    @Test
    void shouldRefuseAllFurtherWorkWhenAForceFailed() {
        try (HardStateFile state = open(disk)) {
            state.store(1, 1);
            disk.failForceOf("hard-state");
            assertThat(messageOf(state::force)).contains("hard state cannot be written", FILE.toString());
            disk.failForceOf(null);

            assertThat(messageOf(state::force)).contains("failed before");
        }
    }

    private void store(final long term, final int votedFor) {
        try (HardStateFile state = open(disk)) {
            state.store(term, votedFor);
            state.force();
        }
    }
}
