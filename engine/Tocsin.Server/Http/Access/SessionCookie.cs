using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>The cookie by which a page stays signed in. No script sees it, and browsers send it with requests of this server's own pages only.</summary>
internal static class SessionCookie
{
    public static void Set(HttpContext context, string secret) => context.Response.Cookies.Append(RequestCredentials.Cookie, secret, OptionsFor(context, SessionTable.Lasts));

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(RequestCredentials.Cookie, OptionsFor(context));

    /// <summary>
    /// True when a request changes something by the cookie and nothing says that a page of this server sent it. What comes from other pages is
    /// refused before, by its origin; a browser that does not say the origin is not trusted.
    /// </summary>
    public static bool MayBeForged(HttpRequest request) =>
        RequestKind.Changes(request) && request.Headers.Origin is not [{ Length: > 0 }, ..] && request.Headers["Sec-Fetch-Site"] != "same-origin";

    private static CookieOptions OptionsFor(HttpContext context, TimeSpan? lasts = null) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", MaxAge = lasts };
}
