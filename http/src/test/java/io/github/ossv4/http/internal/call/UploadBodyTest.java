// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.Body;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class UploadBodyTest {
    /** Otherwise a retry that cannot connect would count as possibly executed. */
    @Test
    void isUnsentWhenAnotherAttemptStarts() throws Exception {
        UploadBody body = new UploadBody(Body.of("hello"), null);
        assertFalse(body.wasSent());
        body.writeTo(new Buffer());
        assertTrue(body.wasSent());
        assertEquals(5, body.bytesSent());

        body.startAttempt();

        assertFalse(body.wasSent());
        assertEquals(0, body.bytesSent());
        assertTrue(body.isRepeatable());
        assertTrue(body.knownCrc64() != null);
    }
}
