// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KnownErrorTest {
    @ParameterizedTest
    @CsvSource({
        "InvalidAccessKeyId, , '', ACCESS_KEY",
        "InvalidAccessKeyId, 0002-00000003, '', TOKEN_NEEDED",
        "InvalidArgument, 0002-00000226, '', WRONG_REGION",
        "AccessDenied, , '', DENIED",
        "AccessDenied, , You have no right because of bucket ACL., ACL",
        "AccessDenied, 0003-00000001, Must be addressed using the Specified Endpoint., OTHER_ENDPOINT",
        "CallbackFailed, 0007-00000203, Error status : 502., CALLBACK_502",
        "CallbackFailed, 0007-00000203, m, CALLBACK_STATUS",
        "NoSuchBucket, 0015-00000101, m, NO_BUCKET",
    })
    void findsTheMostSpecificError(String code, String ec, String message, KnownError known) {
        assertSame(known, KnownError.of(code, ec, message, null));
    }

    @Test
    void recognizesOtherEndpointByItsElement() {
        assertSame(KnownError.OTHER_ENDPOINT, KnownError.of("AccessDenied", null, "", "oss-cn-beijing.aliyuncs.com"));
        assertSame(KnownError.NO_BUCKET, KnownError.of("NoSuchBucket", null, "", "oss-cn-beijing.aliyuncs.com"));
    }

    @Test
    void knowsNoOtherErrors() {
        assertNull(KnownError.of("Strange", "9999-00000001", "expired", null));
        assertNull(KnownError.of(null, null, "", null));
        assertFalse(KnownError.NO_KEY.has(null));
    }

    /** Programs differ in the names of their settings. */
    @ParameterizedTest
    @EnumSource
    void namesNoSettingOfAProgram(KnownError known) {
        String meaning = known.meaning();
        assertFalse(meaning.contains("--") || meaning.contains("()") || meaning.contains("ossv4"), meaning);
    }

    /** A row that repeats an earlier one is never found. */
    @Test
    void hasNoHiddenRow() {
        Map<String, KnownError> general = new HashMap<>();
        for (KnownError known : KnownError.values()) {
            assertNull(general.get(known.key()), known.name());
            if (KnownError.of(known.key(), null, "", null) == known) {
                general.put(known.key(), known);
            }
        }
    }

    @Test
    void distinguishesErrorsOfAllRequests() {
        assertEquals(KnownError.Scope.SETTINGS, KnownError.NO_BUCKET.scope());
        assertEquals(KnownError.Scope.REQUEST, KnownError.DENIED.scope());
    }
}
