// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.internal.operation.ExpectedObject.Match;
import io.github.ossv4.http.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedObjectTest {
    private static final Instant NOW = TestClock.NOON;

    private static ObjectMetadata found(String... headers) {
        return ObjectMetadata.of("k", Headers.of(headers));
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static ObjectMetadata storedAt(Instant stored) {
        return found(
                "Content-Length", "5", "x-oss-hash-crc64ecma", "7", "Last-Modified", date(stored), "Date", date(NOW));
    }

    /** OSS returns whole seconds, and a tolerance of two seconds is added. */
    @ParameterizedTest
    @CsvSource({"-13, OLDER", "-12, SAME", "0, SAME", "32, SAME", "33, LATER"})
    void comparesWhenItWasStored(int seconds, Match match) {
        ExpectedObject expected = ExpectedObject.of(5, 7L).stored(NOW.minusSeconds(10), NOW.plusSeconds(30));
        assertEquals(match, expected.compare(storedAt(NOW.plusSeconds(seconds))));
    }

    @Test
    void computesTheStartOfACallByTheClockOfOss() {
        ObjectMetadata found = storedAt(NOW.minusSeconds(10));
        ExpectedObject expected = ExpectedObject.of(5, 7L);
        assertEquals(
                Match.SAME, expected.storedSince(Duration.ofSeconds(9), found).compare(found));
        assertEquals(
                Match.OLDER, expected.storedSince(Duration.ofSeconds(7), found).compare(found));
    }

    @Test
    void isUndatedIfATimeIsMissing() {
        ObjectMetadata undated = found("Content-Length", "5", "x-oss-hash-crc64ecma", "7");
        assertEquals(Match.UNDATED, ExpectedObject.of(5, 7L).stored(NOW, null).compare(undated));
        assertEquals(
                Match.UNDATED,
                ExpectedObject.of(5, 7L)
                        .storedSince(Duration.ofSeconds(1), undated)
                        .compare(undated));
        assertEquals(Match.UNDATED, ExpectedObject.of(5, 7L).compare(storedAt(NOW)));
    }

    @Test
    void comparesSizeAndCrc64() {
        ObjectMetadata found = storedAt(NOW);
        assertEquals(Match.SAME, ExpectedObject.of(5, 7L).stored(NOW, null).compare(found));
        assertEquals(
                Match.OTHER_CONTENT, ExpectedObject.of(6, 7L).stored(NOW, null).compare(found));
        assertEquals(
                Match.OTHER_CONTENT, ExpectedObject.of(5, 8L).stored(NOW, null).compare(found));
        assertEquals(
                Match.OTHER_CONTENT,
                ExpectedObject.of(5, null).stored(NOW, null).compare(found));
        assertEquals(
                Match.OTHER_CONTENT,
                ExpectedObject.of(5, Crc64.compute(new byte[5]))
                        .stored(NOW, null)
                        .compare(found("Content-Length", "5")));
        assertEquals(Match.SAME, ExpectedObject.ofAnyContent().stored(NOW, null).compare(found));
    }

    @Test
    void comparesUserMetadata() {
        ObjectMetadata found = found(
                "Content-Length",
                "5",
                "x-oss-hash-crc64ecma",
                "7",
                "Last-Modified",
                date(NOW),
                "X-Oss-Meta-Author",
                "me");
        assertEquals(Match.SAME, withMetadata(Map.of("author", "me")).compare(found));
        assertEquals(Match.SAME, withMetadata(Map.of("Author", " me ")).compare(found));
        assertEquals(Match.OTHER_CONTENT, withMetadata(Map.of("author", "you")).compare(found));
        assertEquals(Match.OTHER_CONTENT, withMetadata(Map.of()).compare(found));
        assertEquals(
                Match.OTHER_CONTENT,
                withMetadata(Map.of("author", "me", "a", "b")).compare(found));
        // A proxy may have changed its encoding.
        assertEquals(Match.SAME, withMetadata(Map.of("author", "我")).compare(found));
    }

    private static ExpectedObject withMetadata(Map<String, String> metadata) {
        PutOptions.Builder options = PutOptions.builder().contentType("text/plain");
        metadata.forEach(options::metadata);
        return ExpectedObject.of(5, 7L)
                .metadata(ExpectedObject.userMetadata(options.build().headers()))
                .stored(NOW, null);
    }
}
