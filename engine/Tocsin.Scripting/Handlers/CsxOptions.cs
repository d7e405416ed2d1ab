using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>What a script is given as its options, with variables filled in.</summary>
/// <param name="Values">The options.</param>
/// <param name="Secrets">Values that came out of variables: nothing that people see may show them.</param>
internal sealed record CsxOptions(IReadOnlyDictionary<string, string> Values, SecretTexts Secrets)
{
    /// <summary>Fills variables in; false with what is wrong when one has no value.</summary>
    public static bool TryResolve(IReadOnlyDictionary<string, string> given, out CsxOptions options, out IReadOnlyList<OptionProblem> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var secrets = new List<string>();
        var wrong = new List<OptionProblem>();
        foreach (var (key, text) in given)
        {
            if (ConfigVariables.Expand(text, Environment.GetEnvironmentVariable, out var value, out var error))
                secrets.Add(value);
            else if (error is not null)
                wrong.Add(new OptionProblem($"options.{key}", error));
            values[key] = value;
        }

        options = new CsxOptions(values, new SecretTexts(secrets));
        problems = wrong;
        return wrong.Count == 0;
    }
}
