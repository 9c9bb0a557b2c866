// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The XML document of a response, whose names may be percent-encoded. Immutable. */
public final class ResultDocument {
    /** The maximum number of entries on a page of a list. */
    public static final int MAX_ENTRIES = 1000;

    /** The maximum number of elements of an entry. A version in a list has up to 14; OSS may add more. */
    private static final int MAX_ELEMENTS_OF_ENTRY = 16;

    private static final int MAX_ELEMENTS = 100;

    /** The longest marker of a page in characters; OSS's have less than 3,100. */
    private static final int MAX_MARKER = 4096;

    /** Receives the entries of a list one by one, so that the document is never in memory as a whole. */
    public interface Entries {
        /**
         * Adds a child of the root, if it is an entry.
         *
         * @return false to refuse the document
         */
        boolean add(XmlElement element, NameDecoder names);
    }

    /** Reads a document from a stream. */
    public interface Reader<D> {
        /**
         * Returns null if it is another document.
         *
         * @throws IOException if the stream cannot be read
         */
        @Nullable
        D read(InputStream document) throws IOException;
    }

    private final XmlElement root;
    private final NameDecoder names;
    private final List<String> commonPrefixes;

    private ResultDocument(XmlElement root, NameDecoder names, List<String> commonPrefixes) {
        this.root = root;
        this.names = names;
        this.commonPrefixes = commonPrefixes;
    }

    /** Parses a result; null if the document has another root or too many elements. */
    public static @Nullable ResultDocument parse(byte[] document, String name) {
        XmlElement root = XmlElement.parse(document, MAX_ELEMENTS);
        return root == null || !root.name().equals(name)
                ? null
                : new ResultDocument(
                        root, new NameDecoder("url".equals(root.text("EncodingType"))), Collections.emptyList());
    }

    /**
     * Reads a page of a list; null if the document has another root, too many elements or common prefixes for {@value
     * #MAX_ENTRIES} entries, or a malformed common prefix, or if an entry is refused.
     *
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable ResultDocument readList(InputStream document, String name, Entries entries)
            throws IOException {
        Page page = new Page(entries);
        XmlElement root =
                XmlReading.parse(document, MAX_ELEMENTS + MAX_ENTRIES * MAX_ELEMENTS_OF_ENTRY, page::addElement);
        return root == null || !root.name().equals(name) ? null : page.end(root);
    }

    /** Reads a document in memory. */
    public static <D> @Nullable D read(byte[] document, Reader<D> reader) {
        try {
            return reader.read(new ByteArrayInputStream(document));
        } catch (IOException e) {
            // The stream does not fail.
            return null;
        }
    }

    /** The children of the root so far. Not thread-safe. */
    private static final class Page {
        private final Entries entries;
        private final List<XmlElement> texts = new ArrayList<>();
        private final List<String> commonPrefixes = new ArrayList<>();

        /** Entries before {@code EncodingType}, which OSS sends first. */
        private final List<XmlElement> waiting = new ArrayList<>();

        private @Nullable NameDecoder names;

        Page(Entries entries) {
            this.entries = entries;
        }

        boolean addElement(XmlElement element) {
            NameDecoder known = names;
            if (element.children().isEmpty()) {
                texts.add(element);
                if (known == null && element.name().equals("EncodingType")) {
                    return decide("url".equals(element.text()));
                }
            }
            return texts.size() <= MAX_ELEMENTS && (known == null ? waiting.add(element) : addEntry(element, known));
        }

        private boolean decide(boolean encoded) {
            NameDecoder known = new NameDecoder(encoded);
            names = known;
            for (XmlElement element : waiting) {
                if (!addEntry(element, known)) {
                    return false;
                }
            }
            waiting.clear();
            return true;
        }

        private boolean addEntry(XmlElement element, NameDecoder known) {
            if (!element.name().equals("CommonPrefixes")) {
                return entries.add(element, known);
            }
            String prefix = known.name(element, "Prefix");
            return prefix != null && commonPrefixes.size() < MAX_ENTRIES && commonPrefixes.add(prefix);
        }

        @Nullable
        ResultDocument end(XmlElement root) {
            if (names == null && !decide(false)) {
                return null;
            }
            for (XmlElement text : texts) {
                // A list that is not known to be truncated would be taken for a whole one.
                if (text.name().equals("IsTruncated") && !isBoolean(text.text())) {
                    return null;
                }
            }
            return new ResultDocument(
                    new XmlElement(root.name(), root.content(), Collections.unmodifiableList(texts)),
                    Objects.requireNonNull(names),
                    Collections.unmodifiableList(commonPrefixes));
        }
    }

    /** Returns the text of an element; null if there is none. */
    public @Nullable String text(String name) {
        return root.text(name);
    }

    /** Returns the text of an element; empty if there is none. */
    public String textOrEmpty(String name) {
        String text = root.text(name);
        return text == null ? "" : text;
    }

    /** Returns whether an element's text is {@code true}. */
    public boolean isTrue(String name) {
        return "true".equals(root.text(name));
    }

    /** Returns whether a text can be a boolean: {@code true}, {@code false}, or none. */
    private static boolean isBoolean(@Nullable String text) {
        return text == null || text.equals("true") || text.equals("false");
    }

    /** Returns the number in an element; 0 if there is none. */
    public int number(String name) {
        try {
            return Integer.parseInt(textOrEmpty(name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns the ETag without quotes; empty if there is none. */
    public String etag() {
        return textOrEmpty("ETag").replace("\"", "");
    }

    /** Returns a marker of the next page; empty if there is none, null if it is malformed or too long. */
    public @Nullable String marker(String name) {
        String text = textOrEmpty(name);
        return text.length() > MAX_MARKER ? null : text;
    }

    /** Like {@link #marker}, for a continuation token, which some servers percent-encode. */
    public @Nullable String tokenMarker(String name) {
        String text = marker(name);
        return text == null ? null : names.decodeToken(text);
    }

    /** Like {@link #marker}, for a marker that is a key, decoded. */
    public @Nullable String keyMarker(String name) {
        String text = marker(name);
        return text == null ? null : names.decode(text);
    }

    /** Returns a name in an element, decoded as far as it is valid, for information; empty if there is none. */
    public String decoded(String name) {
        return names.decodeLeniently(textOrEmpty(name));
    }

    /** Returns the common prefixes of a page, decoded. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** Returns the time in a text such as {@code 2023-12-16T16:20:57.000Z}; null if there is none. */
    public static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the name of the document. */
    @Override
    public String toString() {
        return root.toString();
    }
}
