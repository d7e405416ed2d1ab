using Microsoft.AspNetCore.Http.Features;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// The address of a request as the log may show it. Senders of alerts carry their credentials in parameters and even in paths: of what is not
/// the server's own API, only the beginning is shown.
/// </summary>
internal static class LoggedAddress
{
    private const int PartsOfIngest = 2;
    private const string Masked = "[REDACTED]";

    // What clients of this API show who they are with, and of other APIs, by mistake.
    private static readonly string[] SecretNames = ["p", "key", "sig"];
    private static readonly string[] PartsOfSecretNames = ["pass", "pwd", "token", "secret", "apikey", "accesskey", "auth", "signature", "credential", "session", "jwt"];

    public static string Of(HttpContext context) => Of(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "");

    /// <param name="target">Path and parameters as they came.</param>
    public static string Of(string target)
    {
        if (IsUnder(target, RouteTable.Base) || IsUnder(target, RouteTable.PreviewBase) || IsUnder(target, RouteTable.OwnBase) || IsUnder(target, RouteTable.Write))
            return WithoutSecrets(target);

        var path = target.Split('?')[0];
        var parts = path.Split('/');
        var shown = IsUnder(target, RouteTable.IngestBase) ? PartsOfIngest : 1;
        return parts.Length <= shown + 1 ? path : string.Join('/', parts[..(shown + 1)]) + "/…";
    }

    private static bool IsUnder(string target, string prefix) =>
        target.StartsWith(prefix, StringComparison.Ordinal) && (target.Length == prefix.Length || target[prefix.Length] is '/' or '?');

    private static string WithoutSecrets(string target) =>
        target.Split('?', 2) is [var path, var query] ? $"{path}?{string.Join('&', query.Split('&').Select(WithoutSecret))}" : target;

    // A name is whatever it is read as, not how it is spelt.
    private static string WithoutSecret(string parameter)
    {
        var parts = parameter.Split('=', 2);
        var name = Uri.UnescapeDataString(parts[0].Replace('+', ' '));
        if (!IsSecret(name.Split('=')[0]))
            return parameter;
        return name.Contains('=', StringComparison.Ordinal) ? Masked : parts.Length == 1 ? parameter : $"{parts[0]}={Masked}";
    }

    private static bool IsSecret(string name)
    {
        var letters = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return SecretNames.Contains(letters) || PartsOfSecretNames.Any(part => letters.Contains(part, StringComparison.Ordinal));
    }
}
