using Tocsin.Engine.Configuration;
using Tocsin.Engine.Deliveries;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>A handler of a file and where its parts stand.</summary>
/// <param name="Place">Where the handler begins.</param>
/// <param name="KindPlace">Where its kind stands.</param>
/// <param name="Options">Its options, each with its place.</param>
public sealed record HandlerFileEntry(HandlerSpec Spec, ConfigPlace Place, ConfigPlace KindPlace, ConfigValue Options)
{
    /// <summary>What is wrong with kind and options, with the places; empty when such a handler can be made.</summary>
    public IReadOnlyList<string> Check(HandlerKinds kinds)
    {
        // The engine itself publishes and gathers; all else is done by a kind.
        if (Spec.Kind is "publish" or "aggregate")
            return [];
        if (!kinds.TryFind(Spec.Kind, out var kind))
            return [$"{KindPlace}: {kinds.Unknown(Spec.Kind)}"];
        var problems = new List<ConfigProblem>();
        var variables = new OptionVariables(Environment.GetEnvironmentVariable, problems);
        var filled = variables.Fill(Options);
        if (problems.Count == 0)
            problems.AddRange(kind.Check(filled));
        if (kind.CheckIsolation(HandlerDeliveryOptions.Read(Spec.DeliveryJson, out _).Isolation) is { } misplaced)
            problems.Add(new ConfigProblem(misplaced, KindPlace));
        var secrets = new SecretTexts(variables.Secrets);
        return
        [
            .. problems.Where(problem => !problem.IsWarning)
                .Select(problem => problem with { Place = problem.Place ?? Place })
                .Select(problem => secrets.Hide(problem.ToString())),
        ];
    }
}
