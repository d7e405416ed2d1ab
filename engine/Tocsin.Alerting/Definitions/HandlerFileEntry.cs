using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>A handler of a file.</summary>
/// <param name="Spec">The handler.</param>
/// <param name="Values">Its keys with their places; variables stand in it as they were written.</param>
public sealed record HandlerFileEntry(HandlerSpec Spec, ConfigMap Values)
{
    /// <summary>Where the handler begins.</summary>
    public ConfigPlace? Place => Values.Place;

    private ConfigValue Options => Values.TryFind("options", out var options) ? options : ConfigMap.Empty;

    /// <summary>Where an option stands, or a key of the handler; where the handler begins for those that do not.</summary>
    /// <param name="option">As problems name it: <c>channel</c>, <c>headers.Accept</c>, <c>data-list[1].oid</c>.</param>
    public ConfigPlace? PlaceOf(string option)
    {
        ConfigValue at = Options;
        foreach (var key in option.Split('.'))
        {
            if (at is not ConfigMap map || !map.TryFind(key.Split('[')[0], out var value))
                break;
            at = value;
        }

        return ReferenceEquals(at, Options) ? DefinitionReader.PlaceOf(Values, option) : at.Place;
    }

    /// <summary>Where the handler hands events on to.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    public TopicWay WayWith(HandlerKinds kinds, Func<string, string?> environment, Func<string, string>? readFile = null) => TopicWay.Of(Spec, Options, kinds, environment, readFile);

    /// <summary>The errors in kind and options, with the places; empty when such a handler can be made.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    public IReadOnlyList<ConfigProblem> ErrorsWith(HandlerKinds kinds, Func<string, string?> environment) =>
        [.. Check(new Surroundings { Kinds = kinds, Environment = environment }).Where(problem => !problem.IsWarning)];

    /// <summary>The same and what keeps the handler from delivering, which are warnings.</summary>
    public IReadOnlyList<ConfigProblem> Check(Surroundings surroundings)
    {
        if (!surroundings.Kinds.TryFind(Spec.Kind, out var kind))
            return Spec.Kind.Length == 0 ? [] : [new ConfigProblem(surroundings.Kinds.Unknown(Spec.Kind), DefinitionReader.PlaceOf(Values, "kind"))];

        var filled = FilledOptions.Of(Options, surroundings.Environment, surroundings.ReadFile);
        var problems = new List<ConfigProblem>(filled.Problems);
        if (problems.Count == 0)
            problems.AddRange(kind.Options.Check(filled));
        if (kind.IsForwarding && HandlerRules.CheckForwarding(Spec) is { } forwarding)
            problems.Add(forwarding with { Place = DefinitionReader.PlaceOf(Values, "delivery") });
        else if (kind.CheckIsolation(HandlerDeliveryOptions.Read(Spec.DeliveryJson, out _).Isolation) is { } misplaced)
            problems.Add(new ConfigProblem(misplaced, DefinitionReader.PlaceOf(Values, "kind")));
        if (filled.Problems.Count == 0)
        {
            var isRight = problems.Count == 0;
            problems.AddRange(HandlerChecks.Of(Spec, filled, surroundings).Concat(VariableLookalikes.WarningsIn(Options)).Where(problem => isRight || !problem.IsWarning));
        }

        return [.. problems.Select(problem => problem with { Place = problem.Place ?? DefinitionReader.PlaceOf(Values, problem.Option ?? ""), Message = filled.Secrets.Hide(problem.Message) })];
    }
}
