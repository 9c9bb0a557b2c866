// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.sign.Authorization;
import io.github.ossv4.sign.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error that OSS returns: status, code, message, EC and details. The EC is null if OSS documents none.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public final class OssException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final int status;
    private final String code;
    private final String text;
    private final @Nullable String ec;
    private final transient Map<String, String> details;
    private final transient Map<String, String> headers;

    private OssException(
            int status,
            String code,
            @Nullable String ec,
            String text,
            Map<String, String> details,
            Map<String, String> headers) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
        this.ec = ec;
        this.details = details;
        this.headers = headers;
    }

    public static OssException of(int status, String code, @Nullable String ec, String text) {
        return new OssException(status, code, ec, text, Map.of(), Map.of());
    }

    /** Returns this error with one more element in its document. */
    OssException with(String element, String value) {
        return new OssException(status, code, ec, text, more(details, element, value), headers);
    }

    /** Returns this error with one more header. */
    public OssException withHeader(String name, String value) {
        return new OssException(status, code, ec, text, details, more(headers, name, value));
    }

    private static Map<String, String> more(Map<String, String> map, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Collections.unmodifiableMap(more);
    }

    public static OssException malformedRequest(String why) {
        return of(400, "BadRequest", null, "The request is malformed: " + why);
    }

    /** Returns the error for a request that cannot be decoded, or whose decoding was refused with an error. */
    static OssException ofDecoding(Throwable failure) {
        return failure instanceof OssException error ? error : malformedRequest(String.valueOf(failure.getMessage()));
    }

    static OssException invalidUri(String text) {
        return of(400, "InvalidURI", null, text);
    }

    public static OssException invalidArgument(@Nullable String ec, String text, String argument, String value) {
        return of(400, "InvalidArgument", ec, text)
                .with("ArgumentName", argument)
                .with("ArgumentValue", value);
    }

    public static OssException notImplemented(String what) {
        return of(501, "NotImplemented", null, "The emulator does not emulate " + what + ".");
    }

    /** Returns the error for a copy of an appendable object, whose response from OSS is not documented. */
    public static OssException appendableSourceNotImplemented() {
        return notImplemented("the copy of an appendable object, because the error of OSS is not documented");
    }

    static OssException internalError(String why) {
        return of(500, "InternalError", null, "The emulator failed: " + why);
    }

    // Authentication.

    public static OssException noAuthorization() {
        return of(
                403, "AccessDenied", "0003-00000001", "You have no right to access this object because of bucket acl.");
    }

    public static OssException invalidAuthorization(String ec, String text, String authorization) {
        return of(400, "InvalidArgument", ec, text).with("Authorization", authorization);
    }

    public static OssException invalidAccessKeyId(String ec, String accessKeyId) {
        return of(403, "InvalidAccessKeyId", ec, "The OSS Access Key Id you provided does not exist in our records.")
                .with("OSSAccessKeyId", accessKeyId);
    }

    public static OssException missingSecurityToken(String accessKeyId) {
        return of(
                        403,
                        "InvalidAccessKeyId",
                        "0002-00000003",
                        "The OSS Access Key Id you provided does not exist in our records. "
                                + "The Security Token may be lost to specify that it is a STS Access Id.")
                .with("OSSAccessKeyId", accessKeyId);
    }

    public static OssException invalidSecurityToken() {
        return of(403, "InvalidSecurityToken", "0002-00000006", "The security token you provided is invalid.");
    }

    public static OssException securityTokenExpired() {
        return of(403, "SecurityTokenExpired", "0002-00000007", "The security token you provided has expired.");
    }

    public static OssException invalidDate() {
        return of(403, "AccessDenied", "0002-00000503", "OSS authentication requires a valid Date.");
    }

    public static OssException requestTimeTooSkewed(Instant requestTime, Instant serverTime, long maxSkewMilliseconds) {
        return of(
                        403,
                        "RequestTimeTooSkewed",
                        "0002-00000504",
                        "The difference between the request time and the current time is too large.")
                .with("MaxAllowedSkewMilliseconds", Long.toString(maxSkewMilliseconds))
                .with("RequestTime", MILLISECONDS.format(requestTime))
                .with("ServerTime", MILLISECONDS.format(serverTime));
    }

    public static OssException expired(Instant end, Instant serverTime) {
        return of(403, "AccessDenied", "0002-00000069", "Request has expired.")
                .with("Expires", MILLISECONDS.format(end))
                .with("ServerTime", MILLISECONDS.format(serverTime));
    }

    public static OssException signatureDoesNotMatch(Authorization received, Signature expected) {
        return of(
                        403,
                        "SignatureDoesNotMatch",
                        "0002-00000201",
                        "The request signature we calculated does not match the signature you provided. "
                                + "Check your key and signing method.")
                .with("OSSAccessKeyId", received.accessKeyId())
                .with("SignatureProvided", received.signature())
                .with("StringToSign", expected.stringToSign())
                .with("CanonicalRequest", expected.canonicalRequest());
    }

    /** Returns the error for a signature of version 1. */
    public static OssException v1SignatureDoesNotMatch(String accessKeyId, String signature, String stringToSign) {
        return of(
                        403,
                        "SignatureDoesNotMatch",
                        "0002-00000040",
                        "The request signature we calculated does not match the signature you provided. "
                                + "Check your key and signing method.")
                .with("OSSAccessKeyId", accessKeyId)
                .with("SignatureProvided", signature)
                .with("StringToSign", stringToSign);
    }

    /** Returns the error for a request whose body does not arrive. */
    static OssException requestTimeout() {
        return of(
                400,
                "RequestTimeout",
                "0017-00000504",
                "Your socket connection to the server was not read from or written to within the timeout period.");
    }

    // Buckets and objects.

    /**
     * Returns the error for a foreign host. OSS has no such error.
     *
     * @param domain the domain to add
     */
    public static OssException hostNotServed(String name, String domain) {
        return of(
                403,
                "AccessDenied",
                null,
                "The emulator does not serve the host \"" + name
                        + "\", only IP addresses, localhost, *.localhost, *.aliyuncs.com and"
                        + " domains of its own. If the host is yours, allow it with --domain " + domain
                        + " or Emulator.Builder.domain(\"" + domain + "\").");
    }

    public static OssException noSuchBucket(String bucket) {
        return of(404, "NoSuchBucket", "0015-00000101", "The specified bucket does not exist.")
                .with("BucketName", bucket);
    }

    public static OssException invalidBucketName(String bucket) {
        return of(400, "InvalidBucketName", null, "The specified bucket is not valid.")
                .with("BucketName", bucket);
    }

    public static OssException bucketNotEmpty(String bucket) {
        return of(409, "BucketNotEmpty", "0015-00000301", "The bucket has objects. Please delete them first.")
                .with("BucketName", bucket);
    }

    /** Returns the error for a PutBucket that would change the storage class of an existing bucket. */
    public static OssException bucketAlreadyExists(String bucket) {
        return of(409, "BucketAlreadyExists", null, "Cannot modify existing bucket's storage class.")
                .with("BucketName", bucket);
    }

    public static OssException invalidLocationConstraint(String location) {
        return of(400, "InvalidLocationConstraint", null, "The specified location-constraint is not valid.")
                .with("LocationConstraint", location);
    }

    public static OssException noSuchCorsConfiguration(String bucket) {
        return of(404, "NoSuchCORSConfiguration", null, "The CORS Configuration does not exist.")
                .with("BucketName", bucket);
    }

    public static OssException corsRuleBeyondLimit(int limit) {
        return of(400, "CORSRuleBeyondLimit", null, "The CORS Rules num is beyond limit: " + limit + ".");
    }

    public static OssException invalidObjectName(String ec, String text) {
        return of(400, "InvalidObjectName", ec, text);
    }

    public static OssException noSuchKey(String key) {
        return of(404, "NoSuchKey", "0026-00000001", "The specified key does not exist.")
                .with("Key", key);
    }

    public static OssException noSuchVersion(String key, String versionId) {
        return of(404, "NoSuchVersion", "0012-00000203", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    /** Returns the error for a request to a delete marker by its ID. */
    public static OssException deleteMarkerNotAllowed(String method) {
        return of(405, "MethodNotAllowed", null, "The specified method is not allowed against this resource.")
                .with("Method", method)
                .with("ResourceType", "DeleteMarker")
                .withHeader("Allow", "DELETE");
    }

    /**
     * Returns the error for a condition that does not hold.
     *
     * @param condition the header with the condition
     */
    public static OssException preconditionFailed(String condition) {
        return of(
                        412,
                        "PreconditionFailed",
                        "0017-00001001",
                        "At least one of the pre-conditions you specified did not hold.")
                .with("Condition", condition);
    }

    public static OssException objectNotAppendable() {
        return of(409, "ObjectNotAppendable", "0026-00000017", "The object is not appendable");
    }

    public static OssException notSymlink(String key) {
        return of(400, "NotSymlink", null, "The object is not a symlink object.")
                .with("Key", key);
    }

    /** Returns the error for a symbolic link whose target does not exist. */
    public static OssException symlinkTargetNotExist(String target) {
        return of(404, "SymlinkTargetNotExist", null, "The symlink target does not exist.")
                .with("Key", target);
    }

    /** Returns the error for a symbolic link whose target is one. */
    public static OssException invalidTargetType(String target) {
        return of(400, "InvalidTargetType", null, "The target of the symlink is a symlink.")
                .with("Key", target);
    }

    public static OssException operationNotSupported(String operation) {
        return of(
                400,
                "OperationNotSupported",
                null,
                "The operation " + operation + " is not supported for this storage class.");
    }

    public static OssException positionNotEqualToLength(long length) {
        return of(409, "PositionNotEqualToLength", "0026-00000016", "Position is not equal to file length")
                .withHeader("x-oss-next-append-position", Long.toString(length));
    }

    public static OssException copySourceTooLarge(long limit) {
        return of(400, "EntityTooLarge", null, "Source object Length exceeds the maximum allowed size.")
                .with("MaxSizeAllowed", Long.toString(limit));
    }

    public static OssException fileAlreadyExists(String key) {
        return of(
                        409,
                        "FileAlreadyExists",
                        "0026-00000002",
                        "The object you specified already exists and can not be overwritten.")
                .with("Key", key);
    }

    static OssException missingContentLength() {
        return of(411, "MissingContentLength", null, "You must provide the Content-Length HTTP header.");
    }

    /** OSS documents no error for this: it has no common limit. */
    static OssException tooManyBuffers(long limit) {
        return of(
                503,
                "ServiceUnavailable",
                null,
                "The heads and documents of all requests in progress need more than " + limit
                        + " bytes of memory. Try again, or start the emulator with a larger heap.");
    }

    /** OSS documents no error for this: its buckets have no limit. */
    public static OssException storageFull(long limit) {
        return of(
                403,
                "QuotaExceeded",
                null,
                "The emulator stores objects in at most " + limit
                        + " bytes of memory. Delete objects, or start it with more memory.");
    }

    public static OssException entityTooLarge(long limit) {
        return of(400, "EntityTooLarge", null, "Your proposed upload exceeds the maximum allowed object size.")
                .with("MaxSizeAllowed", Long.toString(limit));
    }

    public static OssException invalidDigest(@Nullable String ec, String contentMd5) {
        return of(400, "InvalidDigest", ec, "The Content-MD5 you specified was invalid.")
                .with("Content-MD5", contentMd5);
    }

    public static OssException invalidRange(String range) {
        return of(416, "InvalidRange", null, "The requested range cannot be satisfied")
                .with("Range", range);
    }

    // Multipart uploads.

    public static OssException noSuchUpload(String uploadId) {
        return of(
                        404,
                        "NoSuchUpload",
                        "0042-00000002",
                        "The specified upload does not exist. The upload ID may be invalid, "
                                + "or the upload may have been aborted or completed.")
                .with("UploadId", uploadId);
    }

    public static OssException missingPartNumber() {
        return invalidArgument("0017-00000219", "Unexpected query string parameter", "ResourceType", "partNumber");
    }

    public static OssException invalidPartNumber(String number) {
        return invalidArgument(
                "0017-00000220",
                "Part number must be an integer between 1 and 10000, inclusive.",
                "PartNumber",
                number);
    }

    public static OssException malformedXml() {
        return malformedXml(null);
    }

    /**
     * Returns the error for a document that is well-formed, but not valid.
     *
     * @param detail what is wrong
     */
    public static OssException malformedXml(String ec, String detail) {
        return malformedXml(ec).with("ErrorDetail", detail);
    }

    private static OssException malformedXml(@Nullable String ec) {
        return of(
                400,
                "MalformedXML",
                ec,
                "The XML you provided was not well-formed or did not validate against our published schema.");
    }

    /** Returns the error for a tag in a document. The code is that of S3: OSS documents the EC only. */
    public static OssException invalidTag(@Nullable String ec, String text, String key, String value) {
        return of(400, "InvalidTag", ec, text).with("TagKey", key).with("TagValue", value);
    }

    public static OssException tooManyTags(int limit) {
        return of(400, "InvalidTag", null, "Object tags cannot be greater than " + limit + ".");
    }

    public static OssException missingPosition() {
        return of(400, "MissingArgument", "0016-00000501", "Missing Some Required Arguments.");
    }

    public static OssException missingContentMd5() {
        return of(400, "MissingArgument", "0016-00000606", "Missing Some Required Arguments.")
                .with("ArgumentName", "Content-MD5");
    }

    public static OssException invalidPartOrder() {
        return of(
                400,
                "InvalidPartOrder",
                "0042-00000209",
                "The list of parts was not in ascending order. Parts list must be specified in order by part number.");
    }

    public static OssException invalidPart(int number, String etag, String uploadId) {
        return invalidPart(uploadId)
                .with("PartNumber", Integer.toString(number))
                .with("ETag", etag);
    }

    /** Returns the error for all parts of an upload without parts. */
    public static OssException noParts(String uploadId) {
        return invalidPart(uploadId);
    }

    private static OssException invalidPart(String uploadId) {
        return of(
                        400,
                        "InvalidPart",
                        null,
                        "One or more of the specified parts could not be found or the specified entity tag"
                                + " might not have matched the part's entity tag.")
                .with("UploadId", uploadId);
    }

    public static OssException entityTooSmall(int number, String etag, long size, long limit) {
        return of(
                        400,
                        "EntityTooSmall",
                        "0042-00000213",
                        "Your proposed upload is smaller than the minimum allowed size.")
                .with("PartNumber", Integer.toString(number))
                .with("ETag", etag)
                .with("ProposedSize", Long.toString(size))
                .with("MinSizeAllowed", Long.toString(limit));
    }

    public static OssException partNotSequential() {
        return of(
                400,
                "PartNotSequential",
                null,
                "For sequential multipart upload, you must upload or complete parts with sequential part number.");
    }

    public static OssException partAlreadyExist(int number, String etag) {
        return of(
                        409,
                        "PartAlreadyExist",
                        "0042-00000108",
                        "For sequential multipart upload, you can't overwrite uploaded parts.")
                .with("PartEtag", etag)
                .with("PartNumber", Integer.toString(number));
    }

    // Other origins.

    public static OssException corsIsNotEnabled() {
        return of(403, "AccessForbidden", null, "CORSResponse: CORS is not enabled for this bucket.");
    }

    public static OssException corsRequestIsNotAllowed() {
        return of(
                403,
                "AccessForbidden",
                null,
                "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, "
                        + "request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not "
                        + "whitelisted by the resource's CORS spec.");
    }

    public static OssException originNotAllowed(String origin, String method) {
        return of(
                403,
                "AccessForbidden",
                null,
                "No CORS rule allows " + method + " for the origin \"" + origin
                        + "\", so the emulator rejects the request,"
                        + " which OSS would execute. If the web page is yours, allow it with --cors-origin " + origin
                        + " or Emulator.Builder.cors(\"" + origin + "\").");
    }

    /** Returns the error for a web page that sends a request to the emulator itself. OSS has no such error. */
    public static OssException pageNotAllowed(String origin) {
        return of(
                403,
                "AccessForbidden",
                null,
                "Web pages must not send requests below /-/, was a page of \"" + origin + "\".");
    }

    // Forms.

    public static OssException requestIsNotMultipart(String contentType) {
        return of(
                        400,
                        "RequestIsNotMultiPartContent",
                        null,
                        "Bucket POST must be of the enclosure-type multipart/form-data.")
                .with("ContentType", contentType);
    }

    public static OssException malformedPost(@Nullable String ec, String why) {
        return of(
                400,
                "MalformedPOSTRequest",
                ec,
                "The body of your POST request is not well-formed multipart/form-data: " + why + ".");
    }

    /** Returns the error for a wrong number of files, which OSS returns for a form without a key too. */
    public static OssException incorrectNumberOfFiles(@Nullable String ec, String text) {
        return of(400, "IncorrectNumberOfFilesInPOSTRequest", ec, text);
    }

    public static OssException fieldItemTooLong(@Nullable String ec, String text) {
        return of(400, "FieldItemTooLong", ec, text);
    }

    public static OssException contraryToPolicy(@Nullable String ec, String why) {
        return of(403, "AccessDenied", ec, "Invalid according to Policy: " + why);
    }

    public static OssException formSignatureDoesNotMatch(Authorization received, String policy) {
        return of(
                        403,
                        "SignatureDoesNotMatch",
                        "0002-00000705",
                        "The request signature we calculated does not match the signature you provided. "
                                + "Check your key and signing method.")
                .with("OSSAccessKeyId", received.accessKeyId())
                .with("SignatureProvided", received.signature())
                .with("StringToSign", policy);
    }

    public static OssException largerThanPolicy(long limit) {
        return of(
                        400,
                        "EntityTooLarge",
                        "0006-00000004",
                        "Your proposed upload exceeds the maximum allowed object size.")
                .with("MaxSizeAllowed", Long.toString(limit));
    }

    public static OssException smallerThanPolicy(long size, long limit) {
        return of(
                        400,
                        "EntityTooSmall",
                        "0006-00000004",
                        "Your proposed upload is smaller than the minimum allowed size.")
                .with("ProposedSize", Long.toString(size))
                .with("MinSizeAllowed", Long.toString(limit));
    }

    /** Returns the result of an upload that was stored but whose callback failed. */
    public static OssException callbackFailed(String ec, String text) {
        return of(203, "CallbackFailed", ec, text);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Returns the message. */
    public String text() {
        return text;
    }

    @Nullable
    public String ec() {
        return ec;
    }

    /** Returns the elements that only documents of this code have, in order. */
    Map<String, String> details() {
        return details;
    }

    /** Returns the headers that only responses with this code have. */
    public Map<String, String> headers() {
        return headers;
    }
}
