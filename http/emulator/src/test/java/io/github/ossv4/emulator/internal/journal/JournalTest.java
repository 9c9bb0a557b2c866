// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.body.BodyContent;
import io.github.ossv4.emulator.internal.body.BodyWriter;
import io.github.ossv4.emulator.internal.body.ObjectBody;
import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.object.ObjectAttributes;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.ObjectState;
import io.github.ossv4.emulator.internal.object.StoredMetadata;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.emulator.internal.store.PendingUpload;
import io.github.ossv4.emulator.internal.store.Storage;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.object.ObjectTags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a journal, the files beside it, and what happens if they are incomplete or damaged. */
class JournalTest {
    private static final int FILE_BYTES = 10;
    private static final String SMALL = "small";
    private static final String LARGE = "larger than ten bytes";
    private static final ObjectAttributes ATTRIBUTES = new ObjectAttributes(
            new StoredMetadata("text/plain", Map.of("x-oss-meta-a", "ä\n\"")),
            ObjectTags.of(Map.of("k", "v")),
            new ObjectSettings("IA", "public-read", new Encryption("KMS", "id", null), new ObjectState(0, 1, 2)));

    @TempDir
    private Path directory;

    private Storage open() throws IOException {
        return open(directory);
    }

    private static Storage open(Path directory) throws IOException {
        return Storage.open(
                new Storage.Settings(
                        List.of("bucket"), BucketSettings.ofDefaults(), null, directory, 0, 4 * FILE_BYTES),
                Clock.systemUTC());
    }

    private static ObjectBody body(Storage storage, String text) throws IOException {
        BodyWriter writer = storage.store().newBody();
        writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return writer.finish();
    }

    private static ObjectName name(String key) {
        return new ObjectName("bucket", key);
    }

    private static void put(Storage storage, String key, String text) throws IOException {
        storage.store().publish(name(key), body(storage, text), ATTRIBUTES, true);
    }

    private static StoredObject find(Storage storage, String key) {
        return (StoredObject) storage.store().find(storage.store().reference(name(key), null));
    }

    private static String text(BodyContent content) throws IOException {
        return content instanceof SmallContent small
                ? new String(small.bytes(), StandardCharsets.UTF_8)
                : Files.readString(((ObjectFile) content).path());
    }

    private static String read(Storage storage, String key) throws IOException {
        StoredObject object = find(storage, key);
        if (object == null) {
            return null;
        }
        String text = text(object.body().content());
        assertEquals(text.length(), object.body().size());
        assertEquals(
                Crc64.compute(text.getBytes(StandardCharsets.UTF_8)),
                object.body().crc64());
        return text;
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("objects"))) {
            return all.count();
        }
    }

    @Test
    void restoresObjectsWithAttributes() throws IOException {
        StoredObject small;
        try (Storage storage = open()) {
            put(storage, "dir/鍵", SMALL);
            put(storage, "large", LARGE);
            put(storage, "deleted", LARGE);
            storage.store().delete(storage.store().reference(name("deleted"), null));
            small = find(storage, "dir/鍵");
        }
        try (Storage storage = open()) {
            StoredObject restored = find(storage, "dir/鍵");
            assertEquals(SMALL, read(storage, "dir/鍵"));
            assertEquals(small.epochSecond(), restored.epochSecond());
            assertEquals(small.body().etag(), restored.body().etag());
            assertEquals(small.body().contentMd5(), restored.body().contentMd5());
            assertEquals("text/plain", restored.attributes().metadata().contentType());
            assertEquals(
                    ATTRIBUTES.metadata().headers(),
                    restored.attributes().metadata().headers());
            assertEquals(ATTRIBUTES.tags(), restored.attributes().tags());
            assertEquals(ATTRIBUTES.settings(), restored.attributes().settings());
            assertEquals(LARGE, read(storage, "large"));
            assertNull(find(storage, "deleted"));
        }
        assertEquals(1, files());
    }

    @Test
    void restoresSeal() throws IOException {
        try (Storage storage = open()) {
            storage.store().append(name("a"), 0, body(storage, SMALL), ObjectAttributes.DEFAULT);
            storage.store().seal(name("a"), SMALL.length());
        }
        try (Storage storage = open()) {
            assertThrows(OssException.class, () -> storage.store().appendable(name("a"), SMALL.length()));
            assertTrue(find(storage, "a").attributes().settings().state().isSealed());
        }
    }

    @Test
    void cutsOffIncompleteLastLine() throws IOException {
        cutsOffIncompleteLastLine(11);
    }

    @Test
    @Tag("full")
    void cutsOffLastLineOfAnyLength() throws IOException {
        cutsOffIncompleteLastLine(1);
    }

    private void cutsOffIncompleteLastLine(int step) throws IOException {
        long before;
        try (Storage storage = open()) {
            put(storage, "a", SMALL);
            before = Files.size(journal());
            put(storage, "a", "other");
        }
        byte[] all = Files.readAllBytes(journal());
        for (int length = (int) before; length < all.length; length += step) {
            Files.write(journal(), Arrays.copyOf(all, length));
            try (Storage storage = open()) {
                assertEquals(SMALL, read(storage, "a"));
                put(storage, "b", LARGE);
            }
            try (Storage storage = open()) {
                assertEquals(SMALL, read(storage, "a"));
                assertEquals(LARGE, read(storage, "b"));
            }
        }
    }

    private IOException startFails() {
        IOException error = assertThrows(IOException.class, this::open);
        assertTrue(error.getMessage().contains(directory.getFileName().toString()), error::getMessage);
        // The lock was released.
        assertEquals(
                error.getMessage(), assertThrows(IOException.class, this::open).getMessage());
        return error;
    }

    @Test
    void refusesDamagedLine() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", SMALL);
            put(storage, "b", SMALL);
        }
        byte[] all = Files.readAllBytes(journal());
        int lineOfA = new String(all, StandardCharsets.ISO_8859_1).indexOf("\"key\":\"a\"");
        all[lineOfA + 7] = 'c';
        Files.write(journal(), all);

        assertTrue(startFails().getMessage().contains("journal: line 3 is damaged"));
        assertEquals(all.length, Files.size(journal()));
    }

    @Test
    void refusesUnknownChange() throws IOException {
        open().close();
        byte[] unknown = JournalLine.of(new JsonObject().with(ChangeReader.KIND, "moved"));
        JournalLine.complete(unknown, JournalLine.readAll(journal(), change -> {}));
        Files.write(journal(), unknown, StandardOpenOption.APPEND);

        String message = startFails().getMessage();
        assertTrue(message.contains("line 3 is damaged or unknown: the change \"moved\" is unknown"), message);
    }

    /** Their checksums are valid, but what they describe cannot be shown. */
    @ParameterizedTest
    @CsvSource({
        "'\"etag\":\"', '\"etag\":\"AB', an ETag or MD5 must have 32 hex digits",
        "'\"time\":', '\"time\":999', versions[0].time must be a whole number from 0 to 253402300799",
        "'\"time\":', '\"time\":-', versions[0].time must be a whole number from 0 to 253402300799",
        "'\"size\":', '\"size\":-', versions[0].size must be a whole number from 0",
        "'\"created\":\"', '\"created\":\"+99999', created must be a time from 1970 to 9999"
    })
    void refusesHostileContent(String from, String to, String problem) throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", SMALL);
        }
        JournalLine.End[] end = {JournalLine.End.OF_EMPTY};
        ByteArrayOutputStream hostile = new ByteArrayOutputStream();
        for (String line : Files.readString(journal()).split("\n")) {
            byte[] changed = (line.replace(from, to) + "\n").getBytes(StandardCharsets.UTF_8);
            end[0] = JournalLine.complete(changed, end[0]);
            hostile.write(changed);
        }
        Files.write(journal(), hostile.toByteArray());

        String message = startFails().getMessage();
        assertTrue(message.contains("journal: line ") && message.contains(problem), message);
    }

    @Test
    void refusesOtherFormat() throws IOException {
        Files.createFile(journal().resolveSibling("lock"));
        for (int format : new int[] {0, 1, 3}) {
            byte[] start = JournalLine.of(new JsonObject()
                    .with(ChangeReader.KIND, "start")
                    .with("format", format)
                    .with("versions", 1));
            JournalLine.complete(start, JournalLine.End.OF_EMPTY);
            Files.write(journal(), start);
            assertTrue(startFails().getMessage().contains("the format is " + format + ", this version reads 2"));
        }
    }

    @Test
    void findsAnyDamagedLine() throws IOException {
        findsAnyDamagedLine(60);
    }

    @Test
    @Tag("full")
    void findsAnyDamagedLineInManyTrials() throws IOException {
        findsAnyDamagedLine(1000);
    }

    /** Swaps, repeats, removes or changes one line of a journal with all kinds of changes. */
    private void findsAnyDamagedLine(int trials) throws IOException {
        long seed = new Random().nextLong() >>> 1;
        System.out.println("JournalTest, seed " + seed);
        Random random = new Random(seed);
        for (int start = 0; start < 3; start++) {
            try (Storage storage = open()) {
                storage.buckets().getOrCreate("other", defaults -> defaults);
                storage.buckets().get("bucket").change(settings -> settings.withVersioning(VersioningStatus.ENABLED));
                for (int i = 0; i < 5; i++) {
                    put(storage, "key" + random.nextInt(3), random.nextBoolean() ? SMALL : LARGE);
                }
                storage.store().delete(storage.store().reference(name("key0"), null));
                PendingUpload upload = storage.uploads().initiate(name("b"), ATTRIBUTES, false);
                storage.uploads().put(upload, 1, body(storage, LARGE));
            }
        }
        List<String> lines = Files.readAllLines(journal());
        for (int trial = 0; trial < trials; trial++) {
            String place = "seed " + seed + ", trial " + trial;
            List<String> damaged = new ArrayList<>(lines);
            int line = random.nextInt(lines.size() - 1);
            byte[] bytes;
            switch (random.nextInt(4)) {
                case 0 -> {
                    int other = line + 1 + random.nextInt(lines.size() - line - 1);
                    place += ": swap " + line + " and " + other;
                    Collections.swap(damaged, line, other);
                    bytes = bytes(damaged);
                }
                case 1 -> {
                    int at = random.nextInt(lines.size() + 1);
                    place += ": repeat " + line + " before " + at;
                    damaged.add(at, lines.get(line));
                    bytes = bytes(damaged);
                    // Before itself it is right, and wrong is what follows.
                    line = at == line ? at + 1 : at;
                }
                case 2 -> {
                    place += ": remove " + line;
                    damaged.remove(line);
                    bytes = bytes(damaged);
                }
                default -> {
                    bytes = bytes(lines);
                    int at = random.nextInt(bytes.length);
                    int bit = random.nextInt(8);
                    place += ": flip bit " + bit + " of byte " + at;
                    line = lines(bytes, at);
                    bytes[at] ^= (byte) (1 << bit);
                }
            }
            Files.write(journal(), bytes);
            String message = assertThrows(IOException.class, this::open, place).getMessage();
            assertTrue(
                    message.startsWith(
                            directory.toRealPath().resolve("journal") + ": line " + (line + 1) + " is damaged"),
                    place + ": " + message);
        }
    }

    /** Such a line was acknowledged; an incomplete one is the start of a line. */
    @Test
    void refusesLastLineWhoseLineFeedWasChanged() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", SMALL);
        }
        byte[] bytes = Files.readAllBytes(journal());
        bytes[bytes.length - 1] = ' ';
        Files.write(journal(), bytes);

        int length = bytes.length - new String(bytes, StandardCharsets.UTF_8).lastIndexOf('\n') - 2;
        String message = startFails().getMessage();
        assertTrue(
                message.contains(
                        "journal: line 3 is damaged: the line feed after byte " + length + " of the line was changed."),
                message);
        assertEquals(bytes.length, Files.size(journal()));
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the number of lines that end before an index. */
    private static int lines(byte[] bytes, int index) {
        int lines = 0;
        for (int i = 0; i < index; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** The last lines can be missing, as after the machine failed: then the journal is that of an earlier time. */
    @Test
    void acceptsMissingLinesAtTheEnd() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", SMALL);
            put(storage, "b", SMALL);
        }
        List<String> lines = Files.readAllLines(journal());
        Files.write(journal(), bytes(lines.subList(0, lines.size() - 1)));
        try (Storage storage = open()) {
            assertEquals(SMALL, read(storage, "a"));
            assertNull(find(storage, "b"));
        }
    }

    @Test
    void refusesMissingBody() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", LARGE);
        }
        Files.delete(directory.resolve("objects/0"));
        assertTrue(startFails()
                .getMessage()
                .contains("objects/0 must be a regular file, not a link, with at least 21 bytes"));
    }

    @Test
    void refusesObjectsWithoutJournal() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", LARGE);
        }
        Files.delete(journal());
        assertTrue(startFails().getMessage().contains("contains objects without a journal"));
        assertEquals(1, files());
    }

    @Test
    void deletesFilesThatNothingUses() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", LARGE);
        }
        Files.writeString(directory.resolve("objects/7"), "an upload that was interrupted");
        Files.writeString(directory.resolve("objects/mine.txt"), "not the emulator's");
        Files.writeString(directory.resolve("journal.new"), "a replacement that was interrupted");

        try (Storage storage = open()) {
            assertEquals(LARGE, read(storage, "a"));
            assertEquals(2, files());
            put(storage, "b", LARGE);
            assertEquals(LARGE, read(storage, "a"));
        }
        assertFalse(Files.exists(directory.resolve("journal.new")));
    }

    @Test
    void copiesShareFileAfterStart() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", LARGE);
            ObjectReference source = storage.store().reference(name("a"), null);
            storage.store().copy(source, find(storage, "a"), name("b"), ATTRIBUTES, true);
        }
        try (Storage storage = open()) {
            storage.store().delete(storage.store().reference(name("a"), null));
            assertEquals(LARGE, read(storage, "b"));
            storage.store().delete(storage.store().reference(name("b"), null));
            assertEquals(0, files());
        }
    }

    @Test
    void appendsOverBytesOfInterruptedAppend() throws IOException {
        try (Storage storage = open()) {
            storage.store().append(name("a"), 0, body(storage, LARGE), ATTRIBUTES);
        }
        Files.writeString(directory.resolve("objects/0"), "0123456789", StandardOpenOption.APPEND);

        try (Storage storage = open()) {
            storage.store().append(name("a"), LARGE.length(), body(storage, "more"), ATTRIBUTES);
            StoredObject object = find(storage, "a");
            assertEquals(LARGE.length() + 4, object.body().size());
            assertEquals(
                    Crc64.compute((LARGE + "more").getBytes(StandardCharsets.UTF_8)),
                    object.body().crc64());
            assertEquals(LARGE + "more456789", text(object.body().content()));
        }
    }

    @Test
    void versionIdsIncreaseAfterStart() throws IOException {
        String last = "";
        for (int start = 0; start < 3; start++) {
            try (Storage storage = open()) {
                storage.buckets().get("bucket").change(settings -> settings.withVersioning(VersioningStatus.ENABLED));
                put(storage, "a", SMALL);
                String id = find(storage, "a").id();
                assertTrue(id.compareTo(last) > 0, id + " after " + last);
                last = id;
                // So that no line of the journal has it.
                storage.store().delete(storage.store().reference(name("a"), id));
            }
        }
    }

    @Test
    void addsOneVersionToLongHistory() throws IOException {
        try (Storage storage = open()) {
            storage.buckets().get("bucket").change(settings -> settings.withVersioning(VersioningStatus.ENABLED));
            put(storage, "a", SMALL);
            long first = Files.size(journal());
            put(storage, "a", SMALL);
            long line = Files.size(journal()) - first;
            for (int i = 0; i < 100; i++) {
                put(storage, "a", SMALL);
            }

            assertEquals(first + 101 * line, Files.size(journal()));
        }
        try (Storage storage = open()) {
            List<Version> versions = new ArrayList<>();
            storage.buckets().get("bucket").forEachVersion((key, version) -> versions.add(version));
            assertEquals(102, versions.size());
        }
    }

    @Test
    void refusesSecondEmulator() throws IOException {
        try (Storage storage = open()) {
            IOException error = assertThrows(IOException.class, this::open);
            assertEquals("another emulator uses the directory " + directory, error.getMessage());
            put(storage, "a", SMALL);
        }
        open().close();
    }

    @Test
    void clearEmptiesDirectory() throws IOException {
        try (Storage storage = open()) {
            put(storage, "a", LARGE);
            storage.buckets().getOrCreate("other", defaults -> defaults);
            PendingUpload upload = storage.uploads().initiate(name("b"), ATTRIBUTES, false);
            storage.uploads().put(upload, 1, body(storage, LARGE));
            storage.clear();
            assertEquals(0, files());
        }
        try (Storage storage = open()) {
            assertNull(find(storage, "a"));
            assertFalse(storage.buckets().contains("other"));
            assertFalse(storage.uploads().anyIn("bucket"));
        }
    }

    /** A disk with space for a number of bytes. */
    private static final class SmallDisk implements FileJournal.Opener {
        private long space = Long.MAX_VALUE;
        private boolean canTruncate = true;

        @Override
        public FileJournal.Output open(Path path) throws IOException {
            FileJournal.Output file = FileJournal.open(path);
            return new FileJournal.Output() {
                @Override
                public void write(byte[] bytes) throws IOException {
                    int fits = (int) Math.min(space, bytes.length);
                    file.write(Arrays.copyOf(bytes, fits));
                    space -= fits;
                    if (fits < bytes.length) {
                        throw new IOException("No space left on device");
                    }
                }

                @Override
                public void truncate(long length) throws IOException {
                    if (!canTruncate) {
                        throw new IOException("Input/output error");
                    }
                    file.truncate(length);
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }

    private static Change change(String text) {
        return new Change.UploadAborted(text);
    }

    private FileJournal journal(FileJournal.Opener disk, FileJournal.State state, long minBytes) throws IOException {
        return new FileJournal(journal(), JournalLine.End.OF_EMPTY, disk, state, minBytes);
    }

    private List<String> lines() throws IOException {
        List<String> kinds = new ArrayList<>();
        JournalLine.End end = JournalLine.readAll(journal(), change -> kinds.add(change.string("upload")));
        assertEquals(Files.size(journal()), end.length());
        return kinds;
    }

    @Test
    void failedWriteChangesNothing() throws IOException {
        SmallDisk disk = new SmallDisk();
        List<String> visible = new ArrayList<>();
        try (FileJournal journal = journal(disk, sink -> {}, FileJournal.MIN_BYTES)) {
            journal.commit(change("one"), () -> visible.add("one"));
            for (int space = 0; space < 30; space++) {
                disk.space = space;
                UncheckedIOException error = assertThrows(
                        UncheckedIOException.class, () -> journal.commit(change("two"), () -> visible.add("two")));
                assertEquals("cannot write " + journal() + ": No space left on device", error.getMessage());
                assertEquals(List.of("one"), lines());
            }
            disk.space = Long.MAX_VALUE;
            journal.commit(change("three"), () -> visible.add("three"));
        }
        assertEquals(List.of("one", "three"), lines());
        assertEquals(List.of("one", "three"), visible);
    }

    @Test
    void refusesChangesAfterLineThatCannotBeRemoved() throws IOException {
        SmallDisk disk = new SmallDisk();
        try (FileJournal journal = journal(disk, sink -> {}, FileJournal.MIN_BYTES)) {
            journal.commit(change("one"), () -> {});
            disk.space = 5;
            disk.canTruncate = false;
            assertThrows(UncheckedIOException.class, () -> journal.commit(change("two"), () -> {}));
            disk.space = Long.MAX_VALUE;
            disk.canTruncate = true;

            String message = assertThrows(UncheckedIOException.class, () -> journal.commit(change("three"), () -> {}))
                    .getMessage();
            assertTrue(message.endsWith("an earlier change was not written: No space left on device"), message);
        }
        List<String> complete = new ArrayList<>();
        JournalLine.readAll(journal(), change -> complete.add(change.string("upload")));
        assertEquals(List.of("one"), complete);
    }

    @Test
    void replacesLongJournal() throws IOException {
        try (FileJournal journal = journal(FileJournal::open, sink -> sink.receive(change("state")), 1000)) {
            for (int i = 0; i < 1000; i++) {
                String text = String.format(Locale.ROOT, "%d", i);
                journal.commit(change(text), () -> {});
                assertTrue(Files.size(journal()) <= 1100);
            }
            List<String> lines = lines();
            assertEquals("state", lines.get(0));
            assertEquals("999", lines.get(lines.size() - 1));
        }
    }

    @Test
    void continuesIfJournalCannotBeReplaced() throws IOException {
        FileJournal.State broken = sink -> {
            sink.receive(change("state"));
            throw new IOException("No space left on device");
        };
        try (FileJournal journal = journal(FileJournal::open, broken, 100)) {
            for (int i = 0; i < 10; i++) {
                journal.commit(change("change"), () -> {});
            }
        }
        assertEquals(10, lines().size());
        assertFalse(Files.exists(directory.resolve("journal.new")));
    }
}
