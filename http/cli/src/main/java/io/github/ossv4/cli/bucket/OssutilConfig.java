// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of ossutil: the section {@code [profile NAME]} of a profile, or else {@code
 * [default]} of version 2, also written {@code [profile default]}, or {@code [Credentials]} of version 1. Names are not
 * case-sensitive, hyphens and underscores in them have no meaning. No message contains a value. The file is read when
 * it is needed. Thread-safe.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/oss/developer-reference/configure-ossutil2">Configure ossutil</a>
 */
record OssutilConfig(Path file, String profile) implements CredentialsSource {
    static final String NAME = "~/.ossutilconfig";

    private static final int MAX_BYTES = 1 << 20;
    private static final String DEFAULT = "default";
    private static final List<String> MODES = List.of("", "ak", "ststoken");

    /**
     * Returns the file in a home directory. It need not exist.
     *
     * @param profile empty for the default
     */
    static OssutilConfig in(String home, String profile) {
        return new OssutilConfig(
                Path.of(home, ".ossutilconfig"), profile.isEmpty() ? DEFAULT : profile.toLowerCase(Locale.ROOT));
    }

    @Override
    public String origin() {
        return name();
    }

    /** Returns the file with its section, for messages. */
    String name() {
        return profile.equals(DEFAULT) ? NAME : "[profile " + PrintableText.escape(profile) + "] of " + NAME;
    }

    /**
     * Returns whether the file has a section of the profile.
     *
     * @throws UsageException if the file cannot be read
     */
    boolean hasProfile() {
        try {
            Map<String, String> section = section();
            return section != null && !section.isEmpty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UsageException unreadable(IOException e) {
        return new UsageException(NAME + " cannot be read: " + e.getMessage(), e);
    }

    /**
     * Returns the credentials.
     *
     * @throws IllegalStateException if the file does not exist, or its section has no AccessKey pair
     * @throws IOException if the file cannot be read, or the pair is incomplete
     */
    @Override
    public Credentials get() throws IOException {
        Map<String, String> section = section();
        if (section == null) {
            throw new IllegalStateException(file + " does not exist");
        }
        String mode = section.getOrDefault("mode", "");
        if (!MODES.contains(mode.toLowerCase(Locale.ROOT))) {
            throw new IllegalStateException("its mode is not AK or StsToken");
        }
        String id = section.getOrDefault("accesskeyid", "");
        String secret = section.getOrDefault("accesskeysecret", "");
        if (id.isEmpty() && secret.isEmpty()) {
            throw new IllegalStateException("its section "
                    + (profile.equals(DEFAULT)
                            ? "[default] or [Credentials]"
                            : "[profile " + PrintableText.escape(profile) + "]")
                    + " has no accessKeyId");
        }
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IOException("it has no " + (id.isEmpty() ? "accessKeyId" : "accessKeySecret"));
        }
        String token = section.getOrDefault("ststoken", section.getOrDefault("securitytoken", ""));
        try {
            return Credentials.of(id, secret, token.isEmpty() ? null : token);
        } catch (IllegalArgumentException e) {
            // The message may quote a value.
            throw new IOException(
                    "its credentials have whitespace, control characters or characters that are not ASCII");
        }
    }

    /**
     * Returns a setting such as {@code region}; null for none.
     *
     * @throws UsageException if the file cannot be read
     */
    @Nullable
    Setting setting(String name) {
        try {
            Map<String, String> section = section();
            String value = section == null ? "" : section.getOrDefault(name, "");
            return value.isEmpty() ? null : new Setting(value, name());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Returns the section of the profile; empty if there is none, null if there is no file.
     *
     * @throws IOException if the file cannot be read
     */
    private @Nullable Map<String, String> section() throws IOException {
        byte[] bytes = read();
        if (bytes == null) {
            return null;
        }
        Map<String, Map<String, String>> sections = parse(bytes);
        for (String name : profile.equals(DEFAULT)
                ? List.of(DEFAULT, "profile default", "credentials")
                : List.of("profile " + profile)) {
            Map<String, String> section = sections.get(name);
            if (section != null) {
                return section;
            }
        }
        return Map.of();
    }

    /** Returns null if the file does not exist. Does not wait for the other end of a pipe. */
    private byte @Nullable [] read() throws IOException {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new IOException("it is not a regular file");
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return stream.readNBytes(MAX_BYTES);
            }
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Map<String, Map<String, String>> parse(byte[] bytes) throws IOException {
        String text = Utf8.decode(bytes);
        if (text == null) {
            throw new IOException("it is not UTF-8");
        }
        Map<String, Map<String, String>> sections = new HashMap<>();
        Map<String, String> section = new HashMap<>();
        // Editors of Windows write a byte order mark.
        for (String untrimmed : text.replaceFirst("^\uFEFF", "").lines().toList()) {
            String line = untrimmed.trim();
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                String name = line.substring(1, line.length() - 1).trim().toLowerCase(Locale.ROOT);
                section = sections.computeIfAbsent(name.replaceAll("\\s+", " "), unused -> new HashMap<>());
            } else if (equals > 0 && line.charAt(0) != '#' && line.charAt(0) != ';') {
                String name = line.substring(0, equals).trim().toLowerCase(Locale.ROOT);
                section.put(
                        name.replace("-", "").replace("_", ""),
                        line.substring(equals + 1).trim());
            }
        }
        return sections;
    }
}
