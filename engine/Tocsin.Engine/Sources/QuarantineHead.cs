using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>A request without its body, as the quarantine keeps it: credentials are masked.</summary>
internal sealed record QuarantineHead(
    string Method, string Path, string Url, IReadOnlyList<KeyValuePair<string, string>> Query, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly string[] TellTale = ["authorization", "cookie", "token", "secret", "password", "api-key", "apikey", "access-key"];

    public static QuarantineHead Of(SourceRequest request, SourcePlan plan)
    {
        var query = request.Query
            .Select(entry => new KeyValuePair<string, string>(entry.Key, Mask(entry.Key, entry.Value, plan.Auth.QueryNames, plan)))
            .ToList();
        return new QuarantineHead(
            request.Method,
            plan.Secrets.Hide(request.Path),
            plan.Secrets.Hide(request.Url.GetLeftPart(UriPartial.Path)),
            query,
            request.Headers.ToDictionary(header => header.Key, header => Mask(header.Key, header.Value, plan.Auth.HeaderNames, plan)));
    }

    private static string Mask(string name, string value, IEnumerable<string> secretNames, SourcePlan plan) =>
        TellTale.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) || secretNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? SourceSecrets.Hidden
            : plan.Secrets.Hide(value);
}
