// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @TempDir
    Path directory;

    private Path checkout;
    private Path copy;

    @BeforeEach
    void createCheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("check out"));
        copy = directory.resolve("to/copy");
        Files.createDirectories(checkout.resolve("src/test"));
        Files.writeString(checkout.resolve("src/test/A.java"), "a");
    }

    @Test
    void copiesSourcesWithoutHistoryAndBuilds() throws IOException {
        for (String name : new String[] {".git", "target", "src/node_modules"}) {
            Files.createDirectories(checkout.resolve(name));
            Files.writeString(checkout.resolve(name).resolve("file"), "x");
        }
        Files.writeString(checkout.resolve(".env"), "ALI_SDK_OSS_SECRET=x");
        Checkout.copy(checkout, copy);
        try (var files = Files.walk(copy)) {
            assertEquals(
                    "copy copy/src copy/src/test copy/src/test/A.java",
                    String.join(
                            " ",
                            files.map(file -> copy.getParent().relativize(file).toString())
                                    .sorted()
                                    .toList()));
        }
    }

    @Test
    void doesNotFollowLinks() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(checkout.resolve("directory"), outside);
        Files.createSymbolicLink(checkout.resolve("file"), outside.resolve("secret"));
        Checkout.copy(checkout, copy);
        assertFalse(Files.exists(copy.resolve("directory"), LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(copy.resolve("file"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void copiesCheckoutThatIsNamedByLink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), checkout);
        Checkout.copy(link, copy);
        assertEquals("a", Files.readString(copy.resolve("src/test/A.java")));
    }

    @Test
    void replacesPreviousCopyAndKeepsTargetsOfItsLinks() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "k");
        Checkout.copy(checkout, copy);
        Files.writeString(copy.resolve("src/old"), "o");
        Files.createSymbolicLink(copy.resolve("link"), outside);
        Checkout.copy(checkout, copy);
        assertFalse(Files.exists(copy.resolve("src/old")));
        assertTrue(Files.exists(outside.resolve("kept")));
        assertEquals("a", Files.readString(copy.resolve("src/test/A.java")));
    }

    @Test
    void rejectsCheckoutThatIsTheCopy() throws IOException {
        Path same = checkout.toRealPath();
        assertThrows(IllegalArgumentException.class, () -> Checkout.copy(checkout, same));
        assertThrows(IllegalArgumentException.class, () -> Checkout.copy(checkout.resolve("src"), same));
        assertThrows(IllegalArgumentException.class, () -> Checkout.copy(checkout, same.resolve("src")));
        assertTrue(Files.exists(checkout.resolve("src/test/A.java")));
    }

    @Test
    void rejectsMissingCheckout() {
        assertThrows(NoSuchFileException.class, () -> Checkout.copy(directory.resolve("none"), copy));
    }
}
