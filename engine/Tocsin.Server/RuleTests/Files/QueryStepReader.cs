using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Pipelines.Nodes.Query.Given;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Reads steps that say what InfluxDB answers: rows as lines of line protocol, by query or for all of them.</summary>
/// <param name="parts">Takes what is wrong.</param>
internal sealed class QueryStepReader(WrittenParts parts)
{
    private static readonly DefinitionForm FailureForm = new("answer to a query", ["error"], []);

    public IEnumerable<TestStep> Read(ConfigValue value, ConfigPlace? place) => value is ConfigMap map && !FailureForm.Keys.SequenceEqual(map.Entries.Select(entry => entry.Key))
        ? [.. map.Entries.Select(entry => new QueryStep(entry.Place ?? place, entry.Key, ReadAnswers(entry.Value)))]
        : [new QueryStep(place, "", ReadAnswers(value))];

    private List<GivenAnswer> ReadAnswers(ConfigValue value)
    {
        List<GivenAnswer> answers = [.. (value is ConfigList list ? list.Items : [value]).Select(ReadAnswer)];
        if (answers.Count == 0)
            parts.Report("a query needs one answer at least; '' is an answer without rows", value.Place);
        return answers;
    }

    private GivenAnswer ReadAnswer(ConfigValue value)
    {
        switch (value)
        {
            case ConfigNull:
                return GivenAnswer.Empty;
            case ConfigText text:
                if (GivenAnswer.TryRead(text.Value, out var answer, out var error))
                    return answer;
                parts.Report($"a row cannot be read: {error}", value.Place);
                return GivenAnswer.Empty;
            case ConfigMap written when parts.Text(parts.Own(FailureForm, written), "error") is { Length: > 0 } failure:
                return GivenAnswer.Failing(failure);
            default:
                parts.Report($"an answer to a query is a text of rows in line protocol, '' for none, or {{ error: TEXT }}, not {value.Describe()}", value.Place);
                return GivenAnswer.Empty;
        }
    }
}
