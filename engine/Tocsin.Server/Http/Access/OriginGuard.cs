using System.Net;

namespace Tocsin.Server.Http.Access;

/// <summary>
/// Says what pages in browsers may do. A browser sends requests to any server for any page it shows, with the rights of whoever looks at it:
/// pages of other origins can neither read answers nor change anything unless the configuration names them.
/// </summary>
internal sealed class OriginGuard
{
    private const string Methods = "DELETE, GET, OPTIONS, POST, PATCH, PUT";

    private const string Headers =
        "Accept, Accept-Encoding, Authorization, Content-Length, Content-Type, X-CSRF-Token, X-HTTP-Method-Override";

    private readonly HashSet<string> _origins;
    private readonly HashSet<string> _hosts;
    private readonly bool _isLoopback;
    private readonly bool _checksHosts;

    /// <param name="allowed">Origins that may use the API.</param>
    /// <param name="hosts">Names under which the server is asked, besides its own. Where there are some, or it listens for this machine only, it answers to no others.</param>
    /// <param name="address">Where the server listens.</param>
    /// <param name="hostname">The name under which it is reached.</param>
    public OriginGuard(IReadOnlyList<string> allowed, IReadOnlyList<string> hosts, IPAddress address, string hostname)
    {
        _origins = allowed.Select(origin => origin.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _hosts = _origins.Select(HostOf).Concat(hosts).Append(hostname).Append(Environment.MachineName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _isLoopback = RemoteMachine.IsLoopback(address);
        _checksHosts = _isLoopback || hosts.Count > 0;
    }

    /// <summary>Why a request is refused; null when it is not. Sets the headers that let an allowed page read the answer.</summary>
    public string? Refuse(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (_checksHosts && host.Length > 0 && !IsOwn(host) && (RouteTable.IsApi(context.Request.Path) || (context.Request.Path == RouteTable.AlertmanagerAlerts && HttpMethods.IsGet(context.Request.Method))))
        {
            // A page can have its own name lead to this machine: then it is of the same origin as the server, as far as the browser knows.
            return _isLoopback
                ? $"the server listens for this machine only, and the request is for '{host}': use localhost, or name the host in http.allowed-hosts or 'hostname' of the configuration"
                : $"the request is for '{host}', which is none of http.allowed-hosts: add it there if it is a name of this server";
        }

        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin, ..])
            return RequestKind.Changes(context.Request) && OtherPage(context.Request) is { } page ? Refusal(page) : null;
        if (_origins.Contains(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowMethods = Methods;
            context.Response.Headers.AccessControlAllowHeaders = Headers;
            context.Response.Headers.Vary = "Origin";
            return null;
        }

        if (!RequestKind.Changes(context.Request) || IsSameOrigin(context.Request, origin))
            return null;
        return Refusal(origin);
    }

    /// <summary>The page of another server that a request comes from, where a browser does not say its origin as it should; null when there is none.</summary>
    private string? OtherPage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "same-origin" or "none")
            return null;
        var from = Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) ? page.GetLeftPart(UriPartial.Authority) : null;
        if (from is not null && (_origins.Contains(from) || IsSameOrigin(request, from)))
            return null;
        return from ?? (site.Length > 0 ? "another site" : null);
    }

    private static string Refusal(string origin) => $"pages of '{origin}' may not use this server: add the origin to http.allowed-origins in the configuration";

    private bool IsSameOrigin(HttpRequest request, string origin) =>
        IsOwn(request.Host.Host)
        && Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private bool IsOwn(string host) =>
        _hosts.Contains(host)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private static string HostOf(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var url) ? url.Host : origin;
}
