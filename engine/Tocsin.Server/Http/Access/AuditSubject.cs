namespace Tocsin.Server.Http.Access;

/// <summary>What a request changes, where its path alone does not say: the name of what it makes.</summary>
internal sealed record AuditSubject(string Subject)
{
    private const int Longest = 500;

    /// <summary>Says what the request that is answered changes.</summary>
    public static void Say(HttpContext context, params IEnumerable<string> names) => context.Features.Set(new AuditSubject(string.Join(", ", names)));

    /// <summary>The path, with the name behind it where one was said.</summary>
    public static string Of(HttpContext context, string path)
    {
        var readable = context.Features.Get<AuditSubject>() is { Subject.Length: > 0 } said ? $"{path} {said.Subject}" : path;
        return readable.Length > Longest ? readable[..Longest] + "…" : readable;
    }
}
