using Tocsin.Sdk;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>An HMAC-SHA256 of the body, in hexadecimal digits, that comes in a header.</summary>
internal sealed record GenericSignature : ICheckedOptions
{
    public required string Header { get; init; }

    /// <summary>The keys, of which one must be right.</summary>
    [Secret]
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>What stands before the digits, such as <c>sha256=</c>. Default: nothing.</summary>
    public string Prefix { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Secrets.Count == 0 || Secrets.Any(secret => secret.Length == 0))
            yield return new OptionProblem("secrets", "must hold at least one key, and no empty one");
    }
}
