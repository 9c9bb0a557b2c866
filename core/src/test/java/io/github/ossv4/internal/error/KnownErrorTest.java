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
        "AccessDenied, 0003-00000501, m, REFERER",
        "AccessDenied, , You are denied by bucket referer policy., REFERER",
        "AccessDenied, 0016-00000901, Put public object acl is not allowed, PUBLIC_ACL",
        "InvalidObjectName, 0016-00000005, m, KEY_SLASH",
        "InvalidObjectName, , m, KEY_NAME",
    })
    void findsTheMostSpecificError(String code, String ec, String message, KnownError known) {
        assertSame(known, KnownError.of(code, ec, message, Map.of()));
    }

    @Test
    void recognizesOtherEndpointByItsElement() {
        Map<String, String> details = Map.of("Endpoint", "oss-cn-beijing.aliyuncs.com");
        assertSame(KnownError.OTHER_ENDPOINT, KnownError.of("AccessDenied", null, "", details));
        assertSame(KnownError.NO_BUCKET, KnownError.of("NoSuchBucket", null, "", details));
    }

    @Test
    void knowsNoOtherErrors() {
        assertNull(KnownError.of("Strange", "9999-00000001", "expired", Map.of()));
        assertNull(KnownError.of(null, null, "", Map.of()));
        assertFalse(KnownError.NO_KEY.has(null));
    }

    @ParameterizedTest
    @CsvSource({
        "ExplicitDeny, EXPLICIT_DENY",
        "ImplicitDeny, IMPLICIT_DENY",
        "Other, ACL",
    })
    void distinguishesDenialsByTheirType(String type, KnownError known) {
        String message = "You have no right to access this object because of bucket acl.";
        assertSame(known, KnownError.of("AccessDenied", "0003-00000001", message, Map.of("NoPermissionType", type)));
    }

    @Test
    void namesActionAndTypeOfPolicy() {
        String meaning = KnownError.DENIED.meaning();
        assertEquals(
                meaning + " (oss:PutObject, ControlPolicy)",
                KnownError.DENIED.meaning(Map.of("AuthAction", "oss:PutObject", "PolicyType", "ControlPolicy")));
        for (String echo : new String[] {"oss:Put Object", "oss:" + "a".repeat(65), "ram:PassRole"}) {
            assertEquals(meaning, KnownError.DENIED.meaning(Map.of("AuthAction", echo, "PolicyType", "ControlPolicy")));
        }
        assertEquals(meaning, KnownError.DENIED.meaning(Map.of("AuthAction", "oss:PutObject")));
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
            if (KnownError.of(known.key(), null, "", Map.of()) == known) {
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
