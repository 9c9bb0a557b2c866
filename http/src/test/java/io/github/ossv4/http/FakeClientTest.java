// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.list.ListedObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that a test of a user's code overrides. */
class FakeClientTest {
    private final BucketClient fake = new BucketClient() {
        @Override
        public PagedList<ListedObject> list(ListOptions options) {
            return PagedList.of(
                    List.of(ListedObject.builder(options.prefix() + "a", 1).build()));
        }

        @Override
        public byte[] getBytes(String key, int maxBytes) {
            return new byte[] {1};
        }
    };

    @Test
    void callsTheOverriddenMethods() throws Exception {
        assertEquals("p/a", fake.list("p/").iterator().next().key());
        assertEquals(1, fake.list("p/").pages().iterator().next().entries().size());
        assertEquals(1, fake.getBytes("k")[0]);
    }

    @Test
    void throwsIfAnotherMethodIsCalled() {
        assertThrows(UnsupportedOperationException.class, () -> fake.get("k"));
        assertThrows(UnsupportedOperationException.class, fake::async);
        assertThrows(UnsupportedOperationException.class, () -> fake.presignGet("k", Duration.ofMinutes(1)));
        assertThrows(UnsupportedOperationException.class, () -> fake.bucket("other"));
        assertEquals("BucketClient{of a test}", fake.toString());
        fake.close();
    }
}
