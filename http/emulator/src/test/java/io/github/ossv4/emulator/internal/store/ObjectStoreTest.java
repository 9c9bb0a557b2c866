// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of an object between the steps of another change. The store reads the clock in each change. */
class ObjectStoreTest {
    private static final ObjectName NAME = new ObjectName("b", "k");
    private static final ObjectReference LATEST = new ObjectReference(NAME, null);

    @TempDir
    private Path directory;

    private Runnable meanwhile = () -> {};
    private Storage storage;
    private ObjectStore store;

    private final class PlantingClock extends Clock {
        @Override
        public Instant instant() {
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws IOException {
        storage = Storage.open(
                new Storage.Settings(
                        List.of("b"),
                        BucketSettings.ofDefaults().withVersioning(VersioningStatus.ENABLED),
                        null,
                        directory.resolve("store"),
                        4096),
                new PlantingClock());
        store = storage.store();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private ObjectBody body(String text) {
        try {
            BodyWriter writer = store.newBody();
            writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private enum Change {
        PUBLISH {
            @Override
            Version make(ObjectStoreTest test, StoredObject first) {
                return test.store.publish(NAME, test.body("other"), ObjectAttributes.DEFAULT, true);
            }
        },
        COPY {
            @Override
            Version make(ObjectStoreTest test, StoredObject first) {
                ObjectReference source = new ObjectReference(NAME, first.versionId());
                StoredObject copy = null;
                while (copy == null) {
                    copy = test.store.copy(source, first, NAME, ObjectAttributes.DEFAULT, true);
                }
                return copy;
            }
        },
        MARKER {
            @Override
            Version make(ObjectStoreTest test, StoredObject first) {
                return requireNonNull(test.store.delete(LATEST));
            }
        };

        abstract Version make(ObjectStoreTest test, StoredObject first);
    }

    /** The files of versions have no other order. */
    @ParameterizedTest
    @EnumSource
    void newerVersionsHaveGreaterIds(Change change) {
        StoredObject first = store.publish(NAME, body("first"), ObjectAttributes.DEFAULT, true);
        meanwhile = () -> store.publish(NAME, body("meanwhile"), ObjectAttributes.DEFAULT, true);
        Version last = change.make(this, first);
        List<String> ids = storage.buckets().get("b").history("k").versions().stream()
                .map(Version::id)
                .toList();
        assertEquals(3, ids.size());
        assertEquals(last.id(), ids.get(0));
        assertEquals(ids.stream().sorted(Comparator.reverseOrder()).toList(), ids);
    }
}
