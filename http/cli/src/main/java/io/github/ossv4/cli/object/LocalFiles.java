// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a directory in the order of their names, as OSS lists keys: by the bytes of UTF-8. Memory is
 * needed for the names of one directory at each level. Symbolic links are skipped with a message. Throws
 * {@link UncheckedIOException}. Used by one thread.
 */
final class LocalFiles implements Iterator<LocalFiles.Entry> {
    private final Console console;
    private final Deque<Iterator<Node>> levels = new ArrayDeque<>();
    private @Nullable Entry next;

    private LocalFiles(Console console) {
        this.console = console;
    }

    /** A file, and its path below the directory with slashes. */
    record Entry(Path path, String name, long size) {}

    /** An entry of a directory. The name of a directory ends with a slash. */
    private record Node(Path path, String name, BasicFileAttributes attributes) {
        private byte[] bytes() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        static int compare(Node a, Node b) {
            return Arrays.compareUnsigned(a.bytes(), b.bytes());
        }
    }

    static LocalFiles below(Path directory, Console console) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        LocalFiles files = new LocalFiles(console);
        files.levels.push(list(directory, "").iterator());
        return files;
    }

    private static List<Node> list(Path directory, String prefix) throws IOException {
        List<Node> nodes = new ArrayList<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String name = prefix + path.getFileName() + (attributes.isDirectory() ? "/" : "");
                nodes.add(new Node(path, name, attributes));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        nodes.sort(Node::compare);
        return nodes;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !levels.isEmpty()) {
                Iterator<Node> level = levels.element();
                if (level.hasNext()) {
                    visit(level.next());
                } else {
                    levels.pop();
                }
            }
            return next != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void visit(Node node) throws IOException {
        if (node.attributes().isDirectory()) {
            levels.push(list(node.path(), node.name()).iterator());
        } else if (node.attributes().isRegularFile()) {
            next = new Entry(node.path(), node.name(), node.attributes().size());
        } else {
            String what = node.attributes().isSymbolicLink() ? "a symbolic link" : "not a regular file";
            console.message("skipped " + PrintableText.escape(node.path().toString()) + ": " + what);
        }
    }

    @Override
    public Entry next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Entry entry = next;
        next = null;
        return entry;
    }
}
