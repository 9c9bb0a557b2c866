// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that use the extension and the JDK only, to run with other versions of JUnit. Not run by itself. */
class ExtensionExample {
    @RegisterExtension
    static final EmulatorExtension OSS = EmulatorExtension.builder()
            .configure(emulator -> emulator.bucket("photos"))
            .client(Client.class, Client::new)
            .build();

    record Client(Emulator emulator) implements AutoCloseable {
        int status(String key) throws IOException {
            URL url = new URL(emulator.endpoint() + "/" + emulator.bucket() + "/" + key);
            return ((HttpURLConnection) url.openConnection()).getResponseCode();
        }

        @Override
        public void close() {}
    }

    @Test
    void injectsClient(Client client) throws IOException {
        assertEquals(403, client.status("cat.jpg"));
        assertEquals(0, OSS.callbacks().size());
    }

    @Nested
    class Inner {
        @Test
        void sharesEmulator(Client client, Emulator emulator) {
            assertSame(OSS.emulator(), emulator);
            assertSame(emulator, client.emulator());
            assertEquals("photos", emulator.bucket());
        }
    }
}
