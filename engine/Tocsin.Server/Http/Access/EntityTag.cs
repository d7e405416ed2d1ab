using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>Which version of a definition an answer shows, and which one a change is meant for.</summary>
internal static class EntityTag
{
    /// <summary>Names the version in <c>ETag</c>, for those who may change it: of a script that is shown without its secrets, it would tell of them.</summary>
    public static void Say(HttpContext context, string version)
    {
        if (AccessGuard.CallerOf(context).May(Roles.Author))
            context.Response.Headers.ETag = $"\"{version}\"";
    }

    /// <summary>The version of <c>If-Match</c>; empty for any.</summary>
    /// <exception cref="ApiException">The header is none.</exception>
    public static string Wanted(HttpContext context)
    {
        var given = context.Request.Headers.IfMatch.ToString().Trim();
        if (given is "" or "*")
            return "";

        // Proxies that pack an answer call its tag a weak one.
        var tag = given.StartsWith("W/", StringComparison.Ordinal) ? given[2..] : given;
        return tag is ['"', .. var version, '"'] && version.Length > 0 && !version.Contains('"', StringComparison.Ordinal)
            ? version
            : throw ApiException.BadRequest($"If-Match takes one ETag as the server gave it, such as \"0123abcd\", not '{given}'");
    }
}
