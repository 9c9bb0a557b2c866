// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.error.EndpointRefusal;
import io.github.ossv4.error.ErrorResponse;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Returns the setting of the endpoint that probably caused a failure, as the end of its message. Pure functions. */
final class EndpointAdvice {
    private static final int MAX_TEXT = 200;

    private EndpointAdvice() {}

    /** Returns the advice for a request without a response; empty for none. */
    static String of(Endpoint endpoint, IOException failure) {
        if (failure instanceof UnknownHostException || failure instanceof SSLPeerUnverifiedException) {
            if (endpoint.isAssumedService()) {
                return cnameOrService(endpoint);
            }
            if (failure instanceof SSLPeerUnverifiedException && endpoint.isOfOwner()) {
                return "; bind a certificate for " + endpoint.host() + " to this domain at OSS or at the CDN";
            }
        }
        return "";
    }

    /** Returns the advice for an error; empty for none. */
    static String of(Endpoint endpoint, ErrorResponse error) {
        String other = error.details().get("Endpoint");
        if (other != null) {
            return "; this bucket is at " + ResponseDocument.shortened(other, MAX_TEXT)
                    + (endpoint.isAccelerate() ? ", or transfer acceleration is not enabled for it" : "");
        }
        EndpointRefusal refusal = EndpointRefusal.of(error.code(), error.message());
        if (refusal != null) {
            return "; " + refusal.advice();
        }
        switch (error.code()) {
            case "AccessDenied":
            case "NoSuchBucket":
                if (endpoint.isOfOwner()) {
                    return "; check that the domain " + endpoint.host() + " is bound to this bucket";
                }
                return cnameOrService(endpoint);
            case "SignatureDoesNotMatch":
                return cnameOrService(endpoint);
            default:
                return "";
        }
    }

    /** Returns the choice for a host that is no endpoint of OSS and was not marked; empty for another host. */
    private static String cnameOrService(Endpoint endpoint) {
        if (!endpoint.isAssumedService()) {
            return "";
        }
        return "; " + endpoint.serviceHost()
                + " is not an endpoint of Alibaba Cloud: if it is your own domain that is bound to"
                + " this bucket, set cname() or --cname" + (endpoint.isByPath() ? " instead of path style" : "");
    }
}
