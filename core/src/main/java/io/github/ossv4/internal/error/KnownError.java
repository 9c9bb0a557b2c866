// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.error;

import static io.github.ossv4.internal.error.KnownError.Code.ACCESS_DENIED;
import static io.github.ossv4.internal.error.KnownError.Code.CALLBACK_FAILED;
import static io.github.ossv4.internal.error.KnownError.Scope.SETTINGS;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The errors of OSS whose meaning is known, by EC or by code, and some by a part of the message. {@link #of} returns
 * the first constant that matches: specific constants must come before general ones.
 *
 * <p>Rule: What an error means, by EC, message or code ({@code KnownErrorTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/access-buckets-via-custom-domain-names">Custom domains</a>
 */
public enum KnownError {
    /**
     * 400, EC 0048-00000401: public endpoints of mainland China, for accounts that first used OSS on or after
     * 2025-03-20.
     */
    PUBLIC_ENDPOINT(
            SETTINGS,
            "PublicEndpointForbidden",
            "accounts that first used OSS on or after 2025-03-20 cannot read, write or list objects at public endpoints of"
                    + " mainland China: bind your own domain to the bucket, or use the internal endpoint within the region"),

    /** 403: path style, {@code /bucket/key}, at an endpoint of OSS. */
    PATH_STYLE(SETTINGS, "SecondLevelDomainForbidden", "OSS refuses path style: the bucket must be a part of the host"),

    /** 400, EC 0048-00000300: a redirect rule of a bucket that was created on or after 2024-08-05. */
    REDIRECT(
            "ExternalRedirectForbidden",
            "OSS does not redirect at its own domains: request the object at your own domain that is bound to the bucket"),

    /** 400, EC 0048-0000020x: an .apk or .ipa file, requested anonymously or by a presigned URL. */
    PACKAGE(
            "ApkDownloadForbidden",
            "at its own domains, OSS serves .apk and .ipa files, and files of their types, only to requests that are signed"
                    + " in a header: give out URLs of your own domain, bound to the bucket"),

    /** 403: the document has an element {@code Endpoint}, or its message names a specified endpoint. */
    OTHER_ENDPOINT(
            SETTINGS,
            ACCESS_DENIED,
            "specified endpoint",
            "the bucket is in another region: use an endpoint of the region of the bucket, and set this region"),

    V1_REFUSED(
            SETTINGS,
            "0002-00000080",
            "OSS no longer accepts signature version 1 of this account: sign with version 4"),
    WRONG_REGION(
            SETTINGS,
            "0002-00000226",
            "the region in the credential is not that of the bucket: use the region of the bucket, such as cn-hangzhou"),
    MALFORMED_REGION(
            SETTINGS,
            "0002-00000228",
            "the region in the credential is malformed: use an id such as cn-hangzhou, without oss-"),
    PRODUCT(SETTINGS, "0002-00000227", "the product in the credential must be oss, or oss-cloudbox for a cloud box"),
    SIGNING_DAY("0002-00000212", "the day in the credential must be that of x-oss-date, in UTC"),
    PAYLOAD("0002-00000214", "x-oss-content-sha256 must be UNSIGNED-PAYLOAD"),
    EXPIRES("0002-00000215", "x-oss-expires must be seconds of validity, 1 to 604800, not a UNIX timestamp"),
    ADDITIONAL("0002-00000209", "AdditionalHeaders in Authorization must not be empty: leave it out"),
    NO_DATE("0002-00000502", "neither x-oss-date nor Date was received"),
    DATE_FORM("0002-00000503", "x-oss-date must be yyyyMMdd'T'HHmmss'Z', and Date an HTTP date"),
    URL_EXPIRED(
            "0002-00000069",
            "the presigned URL has expired: request a new one; if it is new, the clock of its signer is behind"),
    TOKEN_NEEDED(
            SETTINGS,
            "0002-00000003",
            "an AccessKey ID that begins with \"STS.\" is temporary: send its security token as well"),
    POLICY_BASE64("0006-00000202", "the policy must be Base64 of the standard alphabet"),
    POLICY_UTF8("0006-00000203", "the policy must be UTF-8"),
    POLICY_JSON("0006-00000204", "the policy must be a JSON object that repeats no member"),
    POLICY_MEMBER("0006-00000206", "the policy must have no other members than expiration and conditions"),
    POLICY_CONDITIONS("0006-00000207", "the policy has no conditions"),
    POLICY_EXPIRATION("0006-00000208", "the policy has no expiration"),
    EXPIRATION_TYPE("0006-00000210", "the expiration of the policy must be a string"),
    EXPIRATION_FORM("0006-00000212", "the expiration of the policy must be yyyy-MM-ddTHH:mm:ss.SSSZ"),
    POLICY_EXPIRED("0006-00000213", "the policy has expired"),
    CONDITIONS_TYPE("0006-00000214", "the conditions of the policy must be a list"),
    CONDITION_MODE(
            "0006-00000216",
            "the first part of a condition must be eq, starts-with, in, not-in or content-length-range"),
    CONDITION_PARTS("0006-00000218", "a condition must have three parts"),
    SIZE_ORDER("0006-00000219", "the maximum size must be at least the minimum"),
    SIZE_TYPE("0006-00000221", "content-length-range must have two integers of at least 0, without quotes"),
    CONDITION_TYPE("0006-00000222", "a condition must be an object or a list"),
    CONDITION_TEXT("0006-00000224", "a condition must have the name of a field, and a string or a list of strings"),
    CALLBACK_LONG("0007-00000001", "the callback must be at most 5 KB in Base64"),
    CALLBACK_BASE64("0007-00000002", "the callback is not Base64 of the standard alphabet with padding"),
    CALLBACK_URL("0007-00000004", "callbackUrl is malformed: it must be http or https, in ASCII"),
    CALLBACK_URLS("0007-00000005", "callbackUrl must have at most 5 URLs, separated by ;"),
    CALLBACK_PRIVATE(
            "0007-00000008",
            "OSS does not call private addresses: the application server must be public, or allowed by the emulator"),
    CALLBACK_BODY("0007-00000011", "callbackBody must not be empty"),
    CALLBACK_HEADERS("0007-00000021", "additionalHeaders of the callback must be an object of names and values"),
    CALLBACK_HEADER_NAME("0007-00000023", "a name in additionalHeaders of the callback must not be empty"),
    CALLBACK_HEADER_VALUE("0007-00000025", "a value in additionalHeaders of the callback must not contain line breaks"),
    CALLBACK_HEADER_OF_OSS("0007-00000026", "a name in additionalHeaders of the callback must not start with x-oss-"),
    CALLBACK_TWICE("0007-00000027", "send the callback in the headers or in the query, not in both"),
    CALLBACK_VAR("0007-00000101", "the variables of the callback must be at most 5 KB in Base64"),
    CALLBACK_JSON("0007-00000205", "the application server must respond with JSON in UTF-8, without a byte order mark"),
    PART_ORDER("0042-00000209", "the parts of CompleteMultipartUpload must be in ascending order of their numbers"),
    PART_SMALL("0042-00000213", "each part except the last must have at least 100 KB"),

    CALLBACK_TIMEOUT(
            CALLBACK_FAILED,
            "reply timeout",
            "the application server must respond within 5 seconds: respond first and work later"),
    CALLBACK_COST(
            CALLBACK_FAILED,
            "cost too long",
            "the application server must respond within 5 seconds: respond first and work later"),
    CALLBACK_LENGTH(
            CALLBACK_FAILED,
            "missing content-length",
            "the callback response must have a Content-Length and must not be chunked"),
    CALLBACK_BIG(CALLBACK_FAILED, "too long content-length", "the callback response must have at most 1 MB"),
    /** OSS misspells the header in this message. */
    CALLBACK_INVALID_LENGTH(
            CALLBACK_FAILED, "conent-length", "the Content-Length of the callback response must be a positive number"),
    CALLBACK_TYPE(
            CALLBACK_FAILED,
            "invalid content-type",
            "the Content-Type of the callback response must not contain control characters"),
    CALLBACK_CONNECT(
            CALLBACK_FAILED,
            "can not connect",
            "OSS cannot connect to callbackUrl: check DNS, firewall and port from the Internet"),
    CALLBACK_502(
            CALLBACK_FAILED,
            "error status : 502",
            "no response of the application server: often its certificate does not match, because callbackSNI is not true"),
    CALLBACK_REDIRECT(CALLBACK_FAILED, "error status : 30", "OSS does not follow redirects: use the final URL"),
    CALLBACK_STATUS(CALLBACK_FAILED, "the application server must respond with status 200"),

    EXPLICIT_DENY(
            "0003-00000201",
            "explicitdeny",
            "a policy denies the action, so that no other policy can allow it: change the policy that denies it"),
    IMPLICIT_DENY(
            ACCESS_DENIED,
            "implicitdeny",
            "no policy allows the action to the user or role: allow it in its RAM policy or in the bucket policy, and in the"
                    + " policy of the session if PolicyType names one"),
    NOT_OWNED(
            "0003-00000905",
            "does not belong to you",
            "the request is not signed, or the bucket belongs to another account, or no policy allows the action to the user"
                    + " or role"),
    REFERER(
            "0003-00000501",
            "referer policy",
            "hotlink protection rejects the Referer, or its absence (EC 0003-00000501): send an allowed Referer, or sign in the"
                    + " Authorization header, since signed requests are not checked"),
    PUBLIC_ACL(
            "0016-00000901",
            "acl is not allowed",
            "Block Public Access of the bucket or account forbids public ACLs: leave the ACL out and give out presigned URLs,"
                    + " or disable Block Public Access"),
    USER_DISABLED(
            SETTINGS,
            "UserDisable",
            "the account of the bucket is suspended, mostly because a payment is overdue, or it has not activated OSS: the"
                    + " console of that account shows the reason; lists of buckets succeed nevertheless"),
    CORS(
            "AccessForbidden",
            "the bucket has no CORS rule that allows the Origin, the method and the headers together: add one"),
    ARCHIVED(
            "InvalidObjectState",
            "the object is archived: restore it first; if a restore was requested, x-oss-restore in a HEAD response shows"
                    + " whether it is still running"),
    RESTORING(
            "ArchiveRestoreNotFinished",
            "the restore of the object is still running: x-oss-restore in a HEAD response shows its end"),
    METHOD(
            "MethodNotAllowed",
            "the resource does not accept this method; a form must be posted to / (ResourceType Object: it was posted to a"
                    + " path) as multipart/form-data with a boundary (ResourceType Bucket: it was not)"),
    FORM_FIELD(
            "0002-00000706",
            "check the order of the fields",
            "the form lacks a field, or has it after the field file: file must be the last field"),
    KEY_SLASH("0016-00000005", "a key must not begin with a slash or a backslash"),
    KEY_NAME(
            "InvalidObjectName", "a key must have 1 to 1023 bytes in UTF-8, and not begin with a slash or a backslash"),
    DENIED_BY_CALLBACK(
            "RequestDeniedByCallback",
            "the application of the bucket's owner, such as a cloud drive, refused the request: the message has its reason"),
    HASH_CONTEXT(
            "NoHashContext",
            "the upload hashes its parts in parallel: from part 2 on, each needs x-oss-hash-ctx, the state of the hash; or start"
                    + " the upload without parallel hashing"),
    AWS_CHUNKED(
            "0017-00000804",
            "aws-chunked",
            "OSS accepts aws-chunked only if each chunk is signed: in the S3 client, disable chunked encoding, and compute"
                    + " checksums only when required"),

    EXPIRED(ACCESS_DENIED, "expired", "the signed URL or policy has expired: request a new one"),
    POLICY_SIZE("0006-00000004", "the policy does not allow a file of this size"),
    POLICY(ACCESS_DENIED, "according to policy", "a field of the form does not meet the policy"),
    ACL(
            ACCESS_DENIED,
            "because of",
            "the object or bucket is private, and the request is not signed or no policy allows the action (check the RAM"
                    + " policy and the bucket policy)"),
    DENIED(
            ACCESS_DENIED,
            "the request is not signed, or no policy allows the action (check the RAM policy and the bucket policy)"),
    SIGNATURE(
            SETTINGS,
            "SignatureDoesNotMatch",
            "the client signed a different text, or used the secret of another AccessKey ID"),
    SKEWED("RequestTimeTooSkewed", "the clock of the client differs by more than 15 minutes: correct it"),
    ACCESS_KEY(
            SETTINGS,
            "InvalidAccessKeyId",
            "the AccessKey ID does not exist or is disabled; an ID that begins with \"STS.\" needs its security token"),
    TOKEN_EXPIRED(SETTINGS, "SecurityTokenExpired", "the temporary credentials have expired: fetch new ones"),
    TOKEN(
            SETTINGS,
            "InvalidSecurityToken",
            "the security token does not belong to the AccessKey ID, or was changed when it was copied"),
    NO_BUCKET(SETTINGS, "NoSuchBucket", "the bucket does not exist, or its name is misspelt"),
    NO_KEY("NoSuchKey", "the object does not exist: keys are case-sensitive and do not begin with a slash"),
    NO_UPLOAD("NoSuchUpload", "the multipart upload was completed or aborted, or its id belongs to another object"),
    EXISTS("FileAlreadyExists", "the object exists, and x-oss-forbid-overwrite forbids replacing it"),
    NO_LENGTH("MissingContentLength", "send Content-Length, or the body in chunks"),
    TIMEOUT("RequestTimeout", "the body was shorter than Content-Length, or the client stopped sending it"),
    DIGEST("InvalidDigest", "Content-MD5 is not the MD5 of the body in Base64: the body was changed on the way"),
    BAD_POLICY("InvalidPolicyDocument", "the policy of the form is malformed");

    /** Codes that several constants share. */
    static final class Code {
        static final String ACCESS_DENIED = "AccessDenied";
        static final String CALLBACK_FAILED = "CallbackFailed";
    }

    /** The extent of an error. */
    public enum Scope {
        /** One request; others may succeed. */
        REQUEST,

        /** All requests with the same endpoint, bucket, region and credentials. */
        SETTINGS
    }

    private final Scope scope;
    private final String key;

    /**
     * A part of the message, or of {@code NoPermissionType}, in lower case; null for any message. With an EC, the EC or
     * the text is enough. With a code, both must match.
     */
    private final @Nullable String message;

    private final String meaning;

    KnownError(String key, String meaning) {
        this(Scope.REQUEST, key, null, meaning);
    }

    KnownError(Scope scope, String key, String meaning) {
        this(scope, key, null, meaning);
    }

    KnownError(String key, String message, String meaning) {
        this(Scope.REQUEST, key, message, meaning);
    }

    KnownError(Scope scope, String key, @Nullable String message, String meaning) {
        this.scope = scope;
        this.key = key;
        this.message = message;
        this.meaning = meaning;
    }

    /**
     * Returns a known error; null if there is none.
     *
     * @param code such as {@code NoSuchBucket}
     * @param ec the detailed error code, or null
     * @param message the message of OSS, which distinguishes some causes; may be empty
     * @param details the other elements of the document
     */
    public static @Nullable KnownError of(
            @Nullable String code, @Nullable String ec, String message, Map<String, String> details) {
        String text = (message + '\n' + details.get("NoPermissionType")).toLowerCase(Locale.ROOT);
        for (KnownError known : values()) {
            boolean named = known.key.equals(ec) || known.key.equals(code);
            boolean described = known.message == null
                    || text.contains(known.message)
                    || (known == OTHER_ENDPOINT && details.containsKey("Endpoint"));
            // Older documents have no EC.
            boolean either = known.message != null && known.key.charAt(0) == '0';
            if (either ? named || described : named && described) {
                return known;
            }
        }
        return null;
    }

    /** Returns the code or the EC that the constant is listed under. */
    public String key() {
        return key;
    }

    /** Returns whether an error has this code, or this EC. */
    public boolean has(@Nullable String codeOrEc) {
        return key.equals(codeOrEc);
    }

    /** Returns which requests fail. */
    public Scope scope() {
        return scope;
    }

    /** Returns the cause and what to do, as a clause. */
    public String meaning() {
        return meaning;
    }

    /** Returns the meaning, with the action and the type of the policy if the document names them. */
    public String meaning(Map<String, String> details) {
        String denied = details.get("AuthAction") + ", " + details.get("PolicyType");
        // Any other text could be an echo of the request.
        return denied.matches("oss:[A-Za-z*]{1,64}, [A-Z][A-Za-z]{1,63}") ? meaning + " (" + denied + ")" : meaning;
    }
}
