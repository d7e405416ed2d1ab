using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Definitions;

/// <summary>A handler of a file and where its parts stand.</summary>
/// <param name="Place">Where the handler begins.</param>
/// <param name="KindPlace">Where its kind stands.</param>
/// <param name="Options">Its options, each with its place.</param>
public sealed record HandlerFileEntry(HandlerSpec Spec, ConfigPlace Place, ConfigPlace KindPlace, ConfigValue Options)
{
    /// <summary>What is wrong with kind and options, with the places; empty when such a handler can be made.</summary>
    public IReadOnlyList<string> Check(HandlerKinds kinds) =>
        [.. Check(new Surroundings { Kinds = kinds }, Environment.GetEnvironmentVariable).Where(problem => !problem.IsWarning).Select(problem => problem.ToString())];

    /// <summary>The same and what keeps the handler from delivering, which are warnings.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    public IReadOnlyList<ConfigProblem> Check(Surroundings surroundings, Func<string, string?> environment)
    {
        var kinds = surroundings.Kinds;
        if (HandlerBuilder.IsOfKind(Spec) && !kinds.TryFind(Spec.Kind, out _))
            return Spec.Kind.Length == 0 ? [] : [new ConfigProblem(kinds.Unknown(Spec.Kind), KindPlace)];
        if (!HandlerBuilder.IsOfKind(Spec) && HandlerBuilder.ErrorInOwn(Spec) is { } own)
            return [new ConfigProblem(own, Options.Place ?? Place)];

        var problems = new List<ConfigProblem>();
        var variables = new OptionVariables(environment, problems);
        var filled = variables.Fill(Options);
        if (problems.Count == 0 && kinds.TryFind(Spec.Kind, out var kind))
            problems.AddRange(kind.Check(filled));
        if (kinds.TryFind(Spec.Kind, out var found) && found.CheckIsolation(HandlerDeliveryOptions.Read(Spec.DeliveryJson, out _).Isolation) is { } misplaced)
            problems.Add(new ConfigProblem(misplaced, KindPlace));
        if (problems.Count == 0)
            problems.AddRange(HandlerChecks.Of(Spec, filled, surroundings));
        var secrets = new SecretTexts(variables.Secrets);
        return [.. problems.Select(problem => problem with { Place = problem.Place ?? Place, Message = secrets.Hide(problem.Message) })];
    }
}
