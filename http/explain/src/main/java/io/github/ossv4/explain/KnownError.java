// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Errors whose meaning is known: by EC, by a part of the message, or by code. The first that applies is the most
 * specific one.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
enum KnownError {
    V1_REFUSED("0002-00000080", "OSS no longer accepts signature version 1 of this account: sign with version 4"),
    REGION("0002-00000226", "the region in the credential is not that of the bucket: use an id such as cn-hangzhou"),
    REGION_FORM(
            "0002-00000228", "the region in the credential is malformed: use an id such as cn-hangzhou, without oss-"),
    PRODUCT("0002-00000227", "the product in the credential must be oss, or oss-cloudbox for a cloud box"),
    SIGNING_DAY("0002-00000212", "the day in the credential must be that of x-oss-date, in UTC"),
    PAYLOAD("0002-00000214", "x-oss-content-sha256 must be UNSIGNED-PAYLOAD"),
    EXPIRES("0002-00000215", "x-oss-expires must be seconds of validity, 1 to 604800, not a UNIX timestamp"),
    ADDITIONAL("0002-00000209", "AdditionalHeaders in Authorization must not be empty: leave it out"),
    NO_DATE("0002-00000502", "neither x-oss-date nor Date was received"),
    DATE_FORM("0002-00000503", "x-oss-date must be yyyyMMdd'T'HHmmss'Z', and Date an HTTP date"),
    URL_EXPIRED("0002-00000069", "the presigned URL has expired: request a new one"),
    TOKEN_NEEDED(
            "0002-00000003", "an AccessKey ID that begins with STS. is temporary: send its security token as well"),
    CALLBACK_LONG("0007-00000001", "the callback must be at most 5 KB in Base64"),
    CALLBACK_BASE64("0007-00000002", "the callback is not Base64 of the standard alphabet with padding"),
    CALLBACK_URL("0007-00000004", "callbackUrl is malformed: it must be http or https, in ASCII"),
    CALLBACK_URLS("0007-00000005", "callbackUrl must have at most 5 URLs, separated by ;"),
    CALLBACK_PRIVATE("0007-00000008", "OSS does not call private addresses: the application server must be public"),
    CALLBACK_BODY("0007-00000011", "callbackBody must not be empty"),
    CALLBACK_HEADERS("0007-00000021", "additionalHeaders of the callback must be an object of names and values"),
    CALLBACK_HEADER_NAME("0007-00000023", "a name in additionalHeaders of the callback must not be empty"),
    CALLBACK_HEADER_VALUE("0007-00000025", "a value in additionalHeaders of the callback must not contain line breaks"),
    CALLBACK_HEADER_OF_OSS("0007-00000026", "a name in additionalHeaders of the callback must not start with x-oss-"),
    CALLBACK_TWICE("0007-00000027", "send the callback in the headers or in the query, not in both"),
    CALLBACK_VAR("0007-00000101", "the variables of the callback must be at most 5 KB in Base64"),
    CALLBACK_JSON("0007-00000205", "the application server must respond with JSON; the object is stored"),
    PART_ORDER("0042-00000209", "the parts of CompleteMultipartUpload must be in ascending order of their numbers"),
    PART_SMALL("0042-00000213", "each part except the last must have at least 100 KB"),

    CALLBACK_TIMEOUT("CallbackFailed", "reply timeout", "the application server did not respond within 5 seconds"),
    CALLBACK_COST("CallbackFailed", "cost too long", "the application server did not respond within 5 seconds"),
    CALLBACK_LENGTH(
            "CallbackFailed",
            "missing content-length",
            "the application server must respond with Content-Length, not in chunks"),
    CALLBACK_BIG("CallbackFailed", "too long content-length", "the callback response must have at most 1 MB"),
    CALLBACK_INVALID_LENGTH(
            "CallbackFailed",
            // Misspelt by OSS.
            "conent-length",
            "the Content-Length of the callback response must be a positive number"),
    CALLBACK_CONNECT(
            "CallbackFailed",
            "can not connect",
            "OSS cannot connect to callbackUrl: check DNS, firewall and port from the Internet"),
    CALLBACK_502(
            "CallbackFailed",
            "502",
            "no response of the application server: often its certificate does not match, because callbackSNI is not true"),
    CALLBACK_REDIRECT("CallbackFailed", "error status : 30", "OSS does not follow redirects: use the final URL"),
    CALLBACK_NOT_JSON("CallbackFailed", "not valid json", "the application server must respond with JSON"),
    CALLBACK_STATUS("CallbackFailed", "the application server must respond with status 200"),

    EXPIRED("AccessDenied", "expired", "the signed URL or policy has expired: request a new one"),
    POLICY(
            "AccessDenied",
            "according to policy",
            "a field of the form does not meet the policy: see what PolicyExplanation or 'ossv4 explain policy' prints"),
    ACL("AccessDenied", "acl", "the object or bucket is private and the request is not signed, or not by its owner"),
    DENIED(
            "AccessDenied",
            "the identity has no permission for this operation: check its RAM policy and the bucket policy"),
    SKEWED("RequestTimeTooSkewed", "the clock of the client differs by more than 15 minutes: correct it"),
    ACCESS_KEY(
            "InvalidAccessKeyId",
            "the AccessKey ID does not exist or is disabled; one that begins with STS. needs its token"),
    TOKEN_EXPIRED("SecurityTokenExpired", "the temporary credentials have expired: fetch new ones"),
    TOKEN(
            "InvalidSecurityToken",
            "the security token does not belong to the AccessKey ID, or was changed when it was copied"),
    NO_BUCKET("NoSuchBucket", "the bucket does not exist, or its name is misspelt"),
    NO_KEY("NoSuchKey", "the object does not exist: keys are case-sensitive and do not begin with a slash"),
    NO_UPLOAD("NoSuchUpload", "the multipart upload was completed or aborted, or its id belongs to another object"),
    EXISTS("FileAlreadyExists", "the object exists, and x-oss-forbid-overwrite forbids replacing it"),
    NO_LENGTH("MissingContentLength", "send Content-Length, or the body in chunks"),
    TIMEOUT("RequestTimeout", "the body was shorter than Content-Length, or the client stopped sending it"),
    DIGEST("InvalidDigest", "Content-MD5 is not the MD5 of the body in Base64: the body was changed on the way"),
    BAD_POLICY(
            "InvalidPolicyDocument",
            "the policy of the form is malformed: see what PolicyExplanation or 'ossv4 explain policy' prints");

    /** An EC or a code. */
    private final String key;

    /** A part of the message in lower case; null for any message. */
    private final @Nullable String message;

    private final String meaning;

    KnownError(String key, String meaning) {
        this(key, null, meaning);
    }

    KnownError(String code, @Nullable String message, String meaning) {
        this.key = code;
        this.message = message;
        this.meaning = code.equals("CallbackFailed") ? meaning + "; the object is stored" : meaning;
    }

    /** Returns what an error means and what to do; null if it is not known. */
    static @Nullable String meaning(String code, @Nullable String ec, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        for (KnownError known : values()) {
            if ((known.key.equals(ec) || known.key.equals(code))
                    && (known.message == null || text.contains(known.message))) {
                return known.meaning;
            }
        }
        return null;
    }
}
