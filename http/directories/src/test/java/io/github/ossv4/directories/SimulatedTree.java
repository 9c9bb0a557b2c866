// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.github.ossv4.http.testing.RacingFileSystem;
import io.github.ossv4.http.testing.TestClock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory in memory and the objects of a folder, which a call synchronizes. */
final class SimulatedTree {
    /** Some differ in case, or by Unicode normalization, alone. */
    private static final List<String> NAMES = List.of("a", "A", "b", "c.txt", "C.txt", "\u00e9", "e\u0301");

    /** One of them is also the name of files. */
    private static final List<String> DIRECTORIES = List.of("dir", "dir", "Dir", "a");

    /** The first one distinguishes all names; the others ignore case or normalization. */
    private static final List<Configuration> FILE_SYSTEMS = List.of(
            Configuration.unix(),
            Configuration.windows(),
            Configuration.unix().toBuilder()
                    .setNameCanonicalNormalization(PathNormalization.NFC)
                    .build());

    private static final List<Predicate<String>> FILTERS =
            List.of(name -> true, name -> name.endsWith(".txt"), name -> name.startsWith("dir/"));

    /** No object has this name. */
    private static final String KEPT = "kept.txt";

    /** A file without an object, and an object without a file. */
    static final String EXTRA_FILE = "dir/file.txt";

    static final String EXTRA_OBJECT = "dir/object.txt";

    private static final int ENTRIES = 7;
    private static final int SIZE = 10;

    private final Choices choices;
    private final Path outside;
    private final Path directory;
    private final boolean distinguishesNames;
    private final Predicate<String> filter;
    private final boolean followsLinks;
    private final Comparison comparison;
    private final @Nullable Path unreadable;
    private final Map<String, byte[]> filesBefore;

    /** The files and directories to which links lead. */
    private final Set<Path> linkTargets = new HashSet<>();

    /** The names of the files that are newer than their objects. */
    private final Set<String> newer = new HashSet<>();

    /** The objects of the folder by their names. */
    private final Map<String, byte[]> objectsBefore = new TreeMap<>();

    SimulatedTree(Choices choices) throws IOException {
        this.choices = choices;
        int system = choices.next(5);
        this.distinguishesNames = system < 3;
        Path root = Files.createDirectories(Jimfs.newFileSystem(FILE_SYSTEMS.get(Math.max(0, system - 2)))
                .getPath("work")
                .toAbsolutePath());
        this.outside = Files.createDirectories(root.resolve("outside"));
        this.directory = Files.createDirectories(root.resolve("directory"));
        Files.write(outside.resolve(KEPT), SimulatedContent.of(0, SIZE));
        this.filter = FILTERS.get(Math.max(0, choices.next(5) - 2));
        this.followsLinks = choices.next(3) == 2;
        this.comparison = choices.next(2) == 0 ? Comparison.SIZE_AND_TIME : Comparison.CRC64;
        for (int i = 0; i < ENTRIES; i++) {
            addEntry(name());
        }
        // So that most syncs transfer something in their direction: all filters accept these.
        objectsBefore.put(EXTRA_OBJECT, SimulatedContent.of(0, SIZE));
        addFile(directory.resolve(EXTRA_FILE), SimulatedContent.of(0, SIZE));
        this.unreadable = choices.next(6) == 5 ? anyDirectory() : null;
        this.filesBefore = files();
        for (String name : filesBefore.keySet()) {
            if (Files.getLastModifiedTime(directory.resolve(name)).toInstant().isAfter(TestClock.NOON)) {
                newer.add(name);
            }
        }
    }

    private String name() {
        String name = NAMES.get(choices.next(NAMES.size()));
        return choices.next(2) == 0 ? name : DIRECTORIES.get(choices.next(DIRECTORIES.size())) + "/" + name;
    }

    /** Returns the path whose last name differs in case, or by normalization, alone. */
    private static String twin(String path) {
        int start = path.lastIndexOf('/') + 1;
        String name = path.substring(start);
        String twin = switch (name) {
            case "\u00e9" -> "e\u0301";
            case "e\u0301" -> "\u00e9";
            default ->
                Character.isUpperCase(name.charAt(0))
                        ? name.toLowerCase(Locale.ROOT)
                        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        };
        return path.substring(0, start) + twin;
    }

    /** Adds a file, an object of that name or of its twin, both, or a link. */
    private void addEntry(String name) {
        byte[] bytes = SimulatedContent.of(choices.next(3), SIZE);
        int kind = choices.next(9);
        Path file = directory.resolve(name);
        if (kind < 6) {
            addFile(file, bytes);
        } else if (kind == 8) {
            addLink(file);
        }
        if (kind > 2) {
            objectsBefore.put(
                    kind == 5 ? twin(name) : name, choices.next(2) == 0 ? bytes : SimulatedContent.of(3, SIZE));
        }
    }

    private void addFile(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Duration age = Duration.ofDays(choices.next(2) == 0 ? -1 : 1);
            Files.setLastModifiedTime(file, FileTime.from(TestClock.NOON.minus(age)));
        } catch (IOException e) {
            // Something else has the name.
        }
    }

    private void addLink(Path link) {
        List<Path> targets = List.of(outside, outside.resolve("missing"), directory.resolve(name()));
        try {
            Files.createDirectories(link.getParent());
            Path target = targets.get(choices.next(targets.size()));
            Files.createSymbolicLink(link, target);
            linkTargets.add(target);
        } catch (IOException e) {
            // Something else has the name.
        }
    }

    private Path anyDirectory() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> directories = all.filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            return directories.get(choices.next(directories.size()));
        }
    }

    /** Returns the regular files by their names. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** Returns the directory as the client finds it. */
    Path directory() {
        return RacingFileSystem.withUnreadable(directory, listed -> listed.equals(unreadable));
    }

    DirectoryOptions options() {
        DirectoryOptions.Builder options = DirectoryOptions.builder()
                .deleteExtra(true)
                .allowEmptySource(true)
                .filter(filter)
                .comparison(comparison);
        return options.followLinks(followsLinks).build();
    }

    Map<String, byte[]> filesBefore() {
        return filesBefore;
    }

    Map<String, byte[]> objectsBefore() {
        return objectsBefore;
    }

    boolean accepts(String name) {
        return filter.test(name);
    }

    /** Returns whether no two names are those of one file. */
    boolean distinguishesNames() {
        return distinguishesNames;
    }

    boolean isReadable() {
        return unreadable == null;
    }

    /** Returns whether a file and an object of equal size may differ, since the target is newer. */
    boolean mayDiffer(String name, boolean isUpload) {
        return comparison == Comparison.SIZE_AND_TIME
                && objectsBefore.containsKey(name)
                && filesBefore.containsKey(name)
                && newer.contains(name) != isUpload;
    }

    /** Returns whether a name is that of a symbolic link, or leads through one. */
    boolean hasLink(String name) {
        Path at = directory;
        for (String part : name.split("/")) {
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a link leads to a file. */
    boolean isLinkTarget(String name) {
        return linkTargets.contains(directory.resolve(name));
    }

    /** Returns whether there is a file that the file system finds by this name. */
    boolean exists(String name) {
        return Files.isRegularFile(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the bytes of a file; none if it does not exist. */
    byte[] read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    }

    /** Returns whether the file still exists in the directory to which links lead. */
    boolean isOutsideKept() {
        return Files.exists(outside.resolve(KEPT));
    }

    /** Returns whether a file has exactly this name, or may have: reads one directory after the other. */
    boolean mayHaveFile(String name) throws IOException {
        Path at = directory;
        for (String part : name.split("/")) {
            if (at.toRealPath().equals(unreadable)) {
                return true;
            }
            Path found = null;
            try (DirectoryStream<Path> names = Files.newDirectoryStream(at)) {
                for (Path each : names) {
                    found = each.getFileName().toString().equals(part) ? each : found;
                }
            } catch (NotDirectoryException e) {
                return false;
            }
            if (found == null) {
                return false;
            } else if (Files.isSymbolicLink(found) && (!followsLinks || !Files.exists(found))) {
                return true;
            }
            at = found;
        }
        return Files.isRegularFile(at);
    }
}
