using System.Text.Json;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Server.Http;

/// <summary>What is wrong with the values of a definition, as the API shows it: message, option, place.</summary>
internal static class ProblemsJson
{
    /// <summary>Writes the problems as a property; nothing when there are none.</summary>
    public static void Write(Utf8JsonWriter writer, string property, IReadOnlyList<ConfigProblem> problems)
    {
        if (problems.Count == 0)
            return;

        writer.WriteStartArray(property);
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("message", problem.Message);
            if (problem.Option is not null)
                writer.WriteString("option", problem.Option);
            if (problem.Place is { } place)
            {
                writer.WriteNumber("line", place.Line);
                writer.WriteNumber("char", place.Column);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
