// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * The errors of OSS: HTTP status, code, EC and message. The EC is null if OSS documents none.
 *
 * <p>Rule: Status, code, EC and message of each error of the emulator ({@code ConformanceTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/support/http-status-code-overview">Error responses</a>
 */
public enum OssError {
    // Requests.
    BAD_REQUEST(400, "BadRequest", "The request is malformed."),
    INVALID_URI(400, "InvalidURI", "Couldn't parse the specified URI."),
    INVALID_ARGUMENT(400, "InvalidArgument", "The argument is invalid."),
    INVALID_REQUEST(400, "InvalidRequest", "The request is invalid."),
    METHOD_NOT_SUPPORTED(405, "MethodNotAllowed", "0017-00000001", Text.METHOD),
    AWS_CHUNKED(
            400,
            "InvalidArgument",
            "0017-00000804",
            "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value."),
    MISSING_CONTENT_LENGTH(411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
    MISSING_CONTENT_MD5(400, "MissingArgument", "0016-00000606", "Missing Some Required Arguments."),
    MISSING_ACL(400, "MissingArgument", "Missing Some Required Arguments."),
    MISSING_POSITION(400, "MissingArgument", "0016-00000501", "Missing Some Required Arguments."),
    INVALID_DIGEST(400, "InvalidDigest", "0017-00000503", "The Content-MD5 you specified was invalid."),
    MALFORMED_DIGEST(400, "InvalidDigest", "0017-00000502", "The Content-MD5 you specified was invalid."),
    MALFORMED_XML(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema."),
    REQUEST_TIMEOUT(
            400,
            "RequestTimeout",
            "0017-00000504",
            "Your socket connection to the server was not read from or written to within the timeout period."),
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable", "Please reduce your request rate."),
    INTERNAL_ERROR(500, "InternalError", "The emulator failed."),
    /** Not 501: clients repeat every 5xx, for 2 to 60 seconds, before they report it. */
    NOT_IMPLEMENTED(400, "NotImplemented", "The emulator does not emulate this."),

    // Endpoints.
    PUBLIC_ENDPOINT_FORBIDDEN(
            400,
            "PublicEndpointForbidden",
            "0048-00000401",
            "Not allowed using the OSS public endpoint, please use CNAME instead."),
    OTHER_ENDPOINT(
            403,
            "AccessDenied",
            "0003-00001403",
            "The bucket you are attempting to access must be addressed using the specified endpoint. "
                    + "Please send all future requests to this endpoint."),
    SECOND_LEVEL_DOMAIN_FORBIDDEN(
            403, "SecondLevelDomainForbidden", null, "Please use virtual hosted style to access."),
    PACKAGE_FORBIDDEN(
            400,
            "ApkDownloadForbidden",
            null,
            "The APK file is not allowed to be distributed in a public network using the OSS endpoint, please use CNAME instead."),
    PACKAGE_TYPE_FORBIDDEN(400, "ApkDownloadForbidden", "0048-00000203", PACKAGE_FORBIDDEN.text),

    // Authentication.
    ACCESS_DENIED(
            403, "AccessDenied", "0003-00000001", "You have no right to access this object because of bucket acl."),
    BUCKET_ACCESS_DENIED(403, "AccessDenied", "0003-00000905", "The bucket you access does not belong to you."),
    ANONYMOUS_FORBIDDEN(403, "AccessDenied", "Anonymous access is forbidden for this operation."),
    UNKNOWN_ACCESS_KEY(
            403,
            "InvalidAccessKeyId",
            "0002-00000902",
            "The OSS Access Key Id you provided does not exist in our records."),
    PERMANENT_ACCESS_KEY(
            403,
            "InvalidAccessKeyId",
            "0002-00000002",
            "The OSS Access Key Id you provided does not exist in our records."),
    MISSING_SECURITY_TOKEN(
            403,
            "InvalidAccessKeyId",
            "0002-00000003",
            "The OSS Access Key Id you provided does not exist in our records. "
                    + "The Security Token may be lost to specify that it is a STS Access Id."),
    INVALID_SECURITY_TOKEN(403, "InvalidSecurityToken", "0002-00000006", "The security token you provided is invalid."),
    SECURITY_TOKEN_EXPIRED(
            403, "SecurityTokenExpired", "0002-00000007", "The security token you provided has expired."),
    INVALID_DATE(403, "AccessDenied", "0002-00000503", "OSS authentication requires a valid Date."),
    REQUEST_TIME_TOO_SKEWED(
            403,
            "RequestTimeTooSkewed",
            "0002-00000504",
            "The difference between the request time and the current time is too large."),
    REQUEST_EXPIRED(403, "AccessDenied", "0002-00000069", "Request has expired."),
    SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch", "0002-00000201", Text.SIGNATURE),
    S3_SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch", "0002-00000307", Text.SIGNATURE),
    V1_SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch", "0002-00000040", Text.SIGNATURE),
    FORM_SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch", "0002-00000705", Text.SIGNATURE),
    INVALID_ENCRYPTION(
            400,
            "InvalidEncryptionAlgorithmError",
            "The Encryption request you specified is not valid. Supported value: AES256/SM4/KMS."),
    INVALID_DATA_ENCRYPTION(
            400,
            "InvalidDataEncryptionAlgorithmError",
            "The KMS Data Encryption request you specified is not valid. Supported value:SM4"),

    // Buckets.
    PUBLIC_BUCKET_ACL_FORBIDDEN(403, "AccessDenied", "Put public bucket acl is not allowed"),
    NO_SUCH_BUCKET_ACL(400, "InvalidArgument", "0015-00000204", "no such bucket access control exists"),
    NO_SUCH_BUCKET(404, "NoSuchBucket", "0015-00000101", "The specified bucket does not exist."),
    INVALID_BUCKET_NAME(400, "InvalidBucketName", "The specified bucket is not valid."),
    BUCKET_NOT_EMPTY(409, "BucketNotEmpty", "0015-00000301", "The bucket you tried to delete is not empty."),
    BUCKET_HAS_UPLOADS(
            409,
            "BucketNotEmpty",
            "0015-00000301",
            "The bucket has Multipart Uploads. Please complete or abort them first."),
    BUCKET_ALREADY_EXISTS(409, "BucketAlreadyExists", "Cannot modify existing bucket's storage class."),
    INVALID_LOCATION(400, "InvalidLocationConstraint", "The specified location-constraint is not valid."),
    NO_SUCH_CORS(404, "NoSuchCORSConfiguration", "The CORS Configuration does not exist."),
    NO_SUCH_LIFECYCLE(404, "NoSuchLifecycle", "No Row found in Lifecycle Table."),
    NO_SUCH_POLICY(404, "NoSuchBucketPolicy", "The bucket policy does not exist."),
    NO_SUCH_ENCRYPTION(
            404, "NoSuchServerSideEncryptionRule", "The server side encryption rule of the bucket does not exist."),
    NO_SUCH_LOG_FIELDS(404, "NoSuchUserDefinedLogFieldsConfig", "The bucket has no configuration of log fields."),
    NO_SUCH_WEBSITE(404, "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration."),
    NO_SUCH_ACCELERATION(
            404,
            "NoSuchTransferAccelerationConfiguration",
            "The specified bucket does not have transfer acceleration configuration."),
    INVALID_LOGGING_TARGET(
            400, "InvalidTargetBucketForLogging", "put bucket log requester is not target bucket owner."),
    CORS_RULE_BEYOND_LIMIT(400, "CORSRuleBeyondLimit", "The CORS Rules num is beyond limit."),
    /** OSS documents no error for this: its buckets have no limit. */
    QUOTA_EXCEEDED(403, "QuotaExceeded", "The emulator has no more memory for objects."),

    // Objects.
    PUBLIC_OBJECT_ACL_FORBIDDEN(403, "AccessDenied", "0016-00000901", "Put public object acl is not allowed"),
    NO_SUCH_OBJECT_ACL(400, "InvalidArgument", "0017-00000104", "no such object access control exists"),
    INVALID_STORAGE_CLASS(
            400, "InvalidArgument", "The storage class must be Standard, IA, Archive, ColdArchive or DeepColdArchive."),
    INVALID_OBJECT_NAME(400, "InvalidObjectName", "The specified object is not valid."),
    NO_SUCH_KEY(404, "NoSuchKey", "0026-00000001", "The specified key does not exist."),
    NO_SUCH_VERSION(404, "NoSuchVersion", "0012-00000203", "The specified version does not exist."),
    /** A request to a delete marker by its ID. */
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed", Text.METHOD),
    PRECONDITION_FAILED(
            412,
            "PreconditionFailed",
            "0017-00001001",
            "At least one of the pre-conditions you specified did not hold."),
    OBJECT_NOT_APPENDABLE(409, "ObjectNotAppendable", "0026-00000017", "The object is not appendable"),
    POSITION_NOT_EQUAL_TO_LENGTH(
            409, "PositionNotEqualToLength", "0026-00000016", "Position is not equal to file length"),
    FILE_IMMUTABLE(409, "FileImmutable", "The object you specified is immutable."),
    NOT_SYMLINK(400, "NotSymlink", "The object is not a symlink object."),
    SYMLINK_TARGET_NOT_EXIST(404, "SymlinkTargetNotExist", "The symlink target object does not exist"),
    INVALID_TARGET_TYPE(400, "InvalidTargetType", "The target of the symlink is a symlink."),
    OPERATION_NOT_SUPPORTED(
            400, "OperationNotSupported", "0016-00000702", "The operation is not supported for this resource"),
    INVALID_OBJECT_STATE(
            403, "InvalidObjectState", "0016-00000330", "The operation is not valid for the object's state"),
    RESTORE_ALREADY_IN_PROGRESS(
            409, "RestoreAlreadyInProgress", "0016-00000701", "The restore operation is in progress."),
    ARCHIVE_RESTORE_NOT_FINISHED(
            409, "ArchiveRestoreNotFinished", "0016-00000719", "The archive file's restore is not finished."),
    ARCHIVE_RESTORE_FILE_STALE(
            409, "ArchiveRestoreFileStale", "0016-00000718", "The archive file or restore info stale"),
    FILE_ALREADY_EXISTS(
            409,
            "FileAlreadyExists",
            "0026-00000002",
            "The object you specified already exists and can not be overwritten."),
    ENTITY_TOO_LARGE(400, "EntityTooLarge", Text.TOO_LARGE),
    COPY_SOURCE_TOO_LARGE(400, "EntityTooLarge", "Source object Length exceeds the maximum allowed size."),
    INVALID_RANGE(416, "InvalidRange", "The requested range cannot be satisfied"),
    /** The code is S3's: OSS documents the EC only. */
    INVALID_TAG(400, "InvalidTag", "The TagKey you have provided is invalid"),
    DUPLICATE_TAG(400, "InvalidTag", "0010-00000210", "Cannot provide multiple Tags with the same key."),
    TOO_MANY_TAGS(400, "BadRequest", "Object tags cannot be greater than 10."),

    // Multipart uploads.
    NO_SUCH_UPLOAD(
            404,
            "NoSuchUpload",
            "0042-00000002",
            "The specified upload does not exist. The upload ID may be invalid, "
                    + "or the upload may have been aborted or completed."),
    NO_SUCH_UPLOAD_OF_PART(404, "NoSuchUpload", "0042-00000104", NO_SUCH_UPLOAD.text),
    NO_SUCH_UPLOAD_OF_COPIED_PART(404, "NoSuchUpload", "0042-00000311", NO_SUCH_UPLOAD.text),
    /** The code is not documented, only the EC. */
    ENCRYPTED_SIZE_MISMATCH(
            400,
            "InvalidEncryptionRequest",
            "0005-00000420",
            "The client encryption part list is unexpected with init_multipart setted."),
    INVALID_ENCRYPTED_SIZE(
            400,
            "InvalidEncryptionRequest",
            "Client-side encryption with a part size must declare the size of the data."),
    INVALID_PART_ORDER(
            400,
            "InvalidPartOrder",
            "0042-00000209",
            "The list of parts was not in ascending order. Parts list must be specified in order by part number."),
    INVALID_PART(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found or the specified entity tag"
                    + " might not have matched the part's entity tag."),
    PART_TOO_SMALL(400, "EntityTooSmall", "0042-00000213", Text.TOO_SMALL),
    PART_NOT_SEQUENTIAL(
            400,
            "PartNotSequential",
            "For sequential multipart upload, you must upload or complete parts with sequential part number."),
    PART_ALREADY_EXIST(
            409,
            "PartAlreadyExist",
            "0042-00000108",
            "For sequential multipart upload, you can't overwrite uploaded parts."),

    // Other origins.
    CORS_NOT_ENABLED(403, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket."),
    CORS_NOT_ALLOWED(
            403,
            "AccessForbidden",
            "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, "
                    + "request method / Access-Control-Request-Method or Access-Control-Requet-Headers are not "
                    + "whitelisted by the resource's CORS spec."),

    // Forms.
    REQUEST_IS_NOT_MULTIPART(
            400, "RequestIsNotMultiPartContent", "Bucket POST must be of the enclosure-type multipart/form-data."),
    MALFORMED_POST(
            400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data."),
    INCORRECT_NUMBER_OF_FILES(400, "IncorrectNumberOfFilesInPOSTRequest", "The form must have one file."),
    FIELD_ITEM_TOO_LONG(400, "FieldItemTooLong", "The field is too long."),
    INVALID_POLICY(400, "InvalidPolicyDocument", "Invalid Policy."),
    LARGER_THAN_POLICY(400, "EntityTooLarge", "0006-00000004", Text.TOO_LARGE),
    SMALLER_THAN_POLICY(400, "EntityTooSmall", "0006-00000004", Text.TOO_SMALL),

    /** The result of an upload that was stored but whose callback failed. */
    CALLBACK_FAILED(203, "CallbackFailed", "The callback failed.");

    /** The EC of a key that starts with a slash. */
    public static final String LEADING_SLASH = "0016-00000005";

    /** The messages of several errors. */
    private static final class Text {
        static final String METHOD = "The specified method is not allowed against this resource.";
        static final String SIGNATURE =
                "The request signature we calculated does not match the signature you provided. "
                        + "Check your key and signing method.";
        static final String TOO_LARGE = "Your proposed upload exceeds the maximum allowed object size.";
        static final String TOO_SMALL = "Your proposed upload smaller than the minimum allowed size.";
    }

    private final int status;
    private final String code;
    private final @Nullable String ec;
    private final String text;

    OssError(int status, String code, String text) {
        this(status, code, null, text);
    }

    OssError(int status, String code, @Nullable String ec, String text) {
        this.status = status;
        this.code = code;
        this.ec = ec;
        this.text = text;
    }

    /** Returns the error. */
    public OssException exception() {
        return saying(ec, text);
    }

    /** Returns the error with another message and without an EC. */
    public OssException saying(String otherText) {
        return saying(null, otherText);
    }

    /** Returns the error with another EC and message. */
    public OssException saying(@Nullable String otherEc, String otherText) {
        return OssException.of(status, code, otherEc, otherText);
    }

    /** Returns the error with one more element in its document. */
    public OssException with(String element, String value) {
        return exception().with(element, value);
    }

    /** Returns the error with one more element in its document, a number. */
    public OssException with(String element, long value) {
        return exception().with(element, value);
    }
}
