using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>
/// The credentials a definition wants of senders: parameters of the address, headers, a name with a password, a bearer token. All that are
/// configured must be right; each may have several secrets of which one must be. Comparisons take as long for a wrong secret as for a right one.
/// </summary>
internal sealed class SourceAuth
{
    /// <summary>Wants nothing.</summary>
    public static readonly SourceAuth None = new();

    /// <summary>The ways to show who sends.</summary>
    public static readonly string[] Keys = ["query", "header", "basic", "bearer"];

    private readonly List<(string Name, IReadOnlyList<string> Secrets)> _query = [];
    private readonly List<(string Name, IReadOnlyList<string> Secrets)> _headers = [];
    private IReadOnlyList<string> _basic = [];
    private IReadOnlyList<string> _bearer = [];

    private SourceAuth()
    {
    }

    /// <summary>True when anybody may send.</summary>
    public bool IsOpen => _query.Count + _headers.Count + _basic.Count + _bearer.Count == 0;

    /// <summary>The parameters of the address that hold secrets.</summary>
    public IEnumerable<string> QueryNames => _query.Select(entry => entry.Name);

    /// <summary>The headers that hold secrets.</summary>
    public IEnumerable<string> HeaderNames => _headers.Select(entry => entry.Name);

    /// <summary>The secrets themselves.</summary>
    public IEnumerable<string> Secrets =>
        [.. _query.SelectMany(entry => entry.Secrets), .. _headers.SelectMany(entry => entry.Secrets), .. _basic.Select(both => both[(both.IndexOf(':') + 1)..]), .. _bearer];

    /// <summary>Reads the <c>auth</c> of a definition.</summary>
    /// <param name="value">With variables filled in.</param>
    /// <param name="problems">Takes what is wrong with it.</param>
    public static SourceAuth Read(ConfigValue value, List<ConfigProblem> problems)
    {
        var auth = new SourceAuth();
        if (Section(value, "auth", problems) is not { } map)
            return auth;
        foreach (var (key, given, place) in map.Entries)
        {
            switch (key.ToLowerInvariant())
            {
                case "query":
                    auth._query.AddRange(Named(given, "auth.query", problems));
                    break;
                case "header":
                    auth._headers.AddRange(Named(given, "auth.header", problems));
                    break;
                case "basic":
                    auth._basic = Basic(given, problems);
                    break;
                case "bearer":
                    auth._bearer = ReadSecrets(given, "auth.bearer", problems);
                    break;
                default:
                    problems.Add(new ConfigProblem($"auth has no key '{key}'{NameHint.Of(key, Keys)}", place));
                    break;
            }
        }

        return auth;
    }

    /// <summary>What a request lacks of the credentials, for operators and never for its sender; null when it brings them. Its body is not looked at.</summary>
    public string? ProblemOf(SourceRequest request)
    {
        // No short cuts: how long it takes must not tell which of the secrets was wrong.
        string? problem = null;
        foreach (var (name, secrets) in _query)
            Judge(secrets, request.Parameter(name), "the parameter '", name, "' of the address");
        foreach (var (name, secrets) in _headers)
            Judge(secrets, request.Header(name), "the header '", name, "'");
        if (_basic.Count > 0)
            Judge(_basic, Decode(After("Basic ", request.Header("Authorization"))), "the name or password of ", "Authorization: Basic", "");
        if (_bearer.Count > 0)
            Judge(_bearer, After("Bearer ", request.Header("Authorization")), "the token of ", "Authorization: Bearer", "");
        return problem;

        void Judge(IReadOnlyList<string> secrets, string given, string before, string name, string after)
        {
            if (!IsOneOf(secrets, given))
                problem ??= $"{before}{name}{after} is {(given.Length == 0 ? "missing" : "wrong")}";
        }
    }

    private static bool IsOneOf(IReadOnlyList<string> secrets, string given)
    {
        var isOne = false;
        foreach (var secret in secrets)
            isOne |= SourceSignature.IsSecret(secret, given);
        return isOne;
    }

    private static string After(string scheme, string header) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : "";

    private static string Decode(string text)
    {
        Span<byte> bytes = text.Length <= 1024 ? stackalloc byte[768] : new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : "";
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Secrets)> Named(ConfigValue value, string path, List<ConfigProblem> problems) =>
        Section(value, path, problems) is { } map
            ? [.. map.Entries.Select(entry => (entry.Key, ReadSecrets(entry.Value, $"{path}.{entry.Key}", problems)))]
            : [];

    private static List<string> Basic(ConfigValue value, List<ConfigProblem> problems)
    {
        if (Section(value, "auth.basic", problems) is not { } map)
            return [];
        var user = "";
        IReadOnlyList<string> passwords = [];
        foreach (var (key, given, place) in map.Entries)
        {
            switch (key.ToLowerInvariant())
            {
                case "user":
                    user = Text(given, "auth.basic.user", problems);
                    break;
                case "password":
                    passwords = ReadSecrets(given, "auth.basic.password", problems);
                    break;
                default:
                    problems.Add(new ConfigProblem($"auth.basic has no key '{key}'{NameHint.Of(key, ["user", "password"])}", place));
                    break;
            }
        }

        if (passwords.Count == 0)
            problems.Add(new ConfigProblem("auth.basic needs user and password", value.Place));
        return [.. passwords.Select(password => $"{user}:{password}")];
    }

    private static ConfigMap? Section(ConfigValue value, string path, List<ConfigProblem> problems)
    {
        if (value is ConfigMap map)
            return map;
        if (value is not ConfigNull)
            problems.Add(new ConfigProblem($"{path} must be keys with values", value.Place));
        return null;
    }

    private static IReadOnlyList<string> ReadSecrets(ConfigValue value, string path, List<ConfigProblem> problems)
    {
        if (value is not ConfigList list)
            return [Text(value, path, problems)];
        if (list.Items.Count == 0)
            problems.Add(new ConfigProblem($"{path} needs at least one secret", value.Place));
        return [.. list.Items.Select(item => Text(item, path, problems))];
    }

    private static string Text(ConfigValue value, string path, List<ConfigProblem> problems)
    {
        switch (value)
        {
            case ConfigText { Value: { Length: > 0 } text }:
                return text;
            case ConfigInteger number:
                return number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            default:
                // The value itself is a secret, and not shown.
                problems.Add(new ConfigProblem($"{path} must be a text that is not empty", value.Place));
                return "";
        }
    }
}
