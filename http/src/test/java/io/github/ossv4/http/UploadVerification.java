// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.object.ObjectAcl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Compares the outcome of an upload with what happened to its object.
 *
 * @param calls how often the application server was called for the object
 */
record UploadVerification(UploadPlan plan, UploadEvents events, UploadOutcome outcome, int calls) {
    void verify(OtherClients others, Path checkpoint) throws IOException {
        assertNull(events.observerFailure());
        verifyOutcome();
        verifyOverwriting();
        verifyCalls();
        verifyObject(others);
        verifyParts(others, checkpoint);
    }

    private void verifyOutcome() {
        Throwable failure = outcome.failure();
        if (outcome.isStored()) {
            assertTrue(events.isStored(), "success without its object: " + failure);
        } else {
            assertTrue(failure instanceof IOException || failure instanceof CancellationException, "" + failure);
        }
        if (outcome.isDefiniteFailure()) {
            // With both it is not known which of the two objects was stored first.
            boolean isUnknown = plan.forbidsOverwrite() && events.isOverwritten();
            assertFalse(events.isKnownToBeStored() && !isUnknown, "its object is stored after " + failure);
        }
    }

    private void verifyOverwriting() {
        if (!plan.forbidsOverwrite()) {
            return;
        }
        assertFalse(plan.earlier() != null && outcome.isStored(), "overwritten");
        UploadPlan.Competitor competitor = plan.competitor();
        boolean rival = competitor != null && competitor.forbidsOverwrite() && events.hasCompetitorWon();
        assertFalse(rival && outcome.isStored(), "two clients have won");
    }

    private void verifyCalls() {
        assertTrue(
                calls <= (plan.isPut() ? outcome.runs() : 1), "the application server was called " + calls + " times");
    }

    private void verifyObject(OtherClients others) throws IOException {
        String marker = others.findMarker(plan.key());
        if (marker == null) {
            assertTrue(!outcome.isStored() && calls == 0, "the object does not exist after " + outcome.failure());
            return;
        }
        boolean isOfUpload = marker.equals(plan.marker());
        if (outcome.isStored() && !events.isOverwritten()) {
            assertTrue(isOfUpload, "the object has the marker " + marker);
        }
        if (isOfUpload) {
            verifyOwnObject(others);
        }
    }

    private void verifyOwnObject(OtherClients others) throws IOException {
        try (GetResult result = others.get(plan.key())) {
            assertArrayEquals(plan.bytes(), result.bytes());
            assertEquals(plan.acl() == ObjectAcl.PUBLIC_READ, others.isPublic(plan.key()), "is public");
            if (outcome.isStored()) {
                assertEquals(result.metadata().etag(), outcome.stored().etag());
            }
        }
    }

    private void verifyParts(OtherClients others, Path checkpoint) throws IOException {
        if (plan.isResumable()) {
            others.discardUpload(checkpoint);
        }
        Map<String, Integer> parts = others.abortUploads();
        if (!plan.keepsParts() && !outcome.reportsParts()) {
            assertEquals(Map.of(), parts, "parts remain after " + outcome.failure());
        }
    }
}
