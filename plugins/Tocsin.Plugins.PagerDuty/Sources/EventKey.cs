using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>The key in the body of an event, by which senders show that they may send.</summary>
internal static class EventKey
{
    /// <summary>Null when the body has one of the keys; otherwise why not.</summary>
    public static string? Check(SourceRequest request, string name, IReadOnlyList<string> keys)
    {
        string key;
        try
        {
            key = JsonBody.Parse(request)[name].Text;
        }
        catch (FormatException error)
        {
            return error.Message;
        }

        var isKnown = false;
        foreach (var known in keys)
            isKnown |= SourceSignature.IsSecret(known, key);
        return isKnown ? null : $"{name} isn't one of those in '{name.Replace('_', '-')}s'";
    }
}
