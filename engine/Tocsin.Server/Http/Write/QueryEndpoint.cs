using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Http.Write;

/// <summary>
/// <c>/query</c>: what agents ask an InfluxDB before they write. Databases are those that tasks read, and all that is made is fine; there is no data to ask for.
/// </summary>
internal sealed class QueryEndpoint(TaskRegistry tasks)
{
    private const int MostBytes = 64 * 1024;
    private const int MostStatements = 100;
    private const int MostValues = 16;

    public async Task HandleAsync(HttpContext context)
    {
        var text = context.Request.Query["q"].ToString();
        if (text.Length == 0 && context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            text = (await ReadFormAsync(context).ConfigureAwait(false)) ?? "";
        var statements = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (statements.Length is 0 or > MostStatements)
        {
            await ApiAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, statements.Length == 0
                ? "missing required parameter \"q\": add ?q=STATEMENT"
                : $"there are more than {MostStatements} statements").ConfigureAwait(false);
            return;
        }

        await ApiAnswer.JsonAsync(context, writer => Write(writer, statements)).ConfigureAwait(false);
    }

    private static async Task<string?> ReadFormAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MostBytes)
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"the form is larger than {MostBytes} bytes");
        try
        {
            var options = new FormOptions { ValueLengthLimit = MostBytes, ValueCountLimit = MostValues };
            return (await new FormFeature(context.Request, options).ReadFormAsync(context.RequestAborted).ConfigureAwait(false))["q"];
        }
        catch (InvalidDataException problem)
        {
            throw ApiException.BadRequest($"the form cannot be read: {problem.Message}");
        }
    }

    private void Write(Utf8JsonWriter writer, string[] statements)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        for (var i = 0; i < statements.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("statement_id", i);
            Write(writer, statements[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, string statement)
    {
        var words = statement.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        switch (words.Take(3).Select(word => word.ToUpperInvariant()).ToArray())
        {
            case ["CREATE" or "DROP", "DATABASE", _]:
            case ["CREATE" or "ALTER" or "DROP", "RETENTION", "POLICY"]:
                break;
            case ["SHOW", "DATABASES", ..]:
                WriteSeries(writer, "databases", ["name"], [.. Origins().Select(origin => origin.Database).Distinct().Select(database => new[] { database })]);
                break;
            case ["SHOW", "RETENTION", "POLICIES"]:
                WriteRetentionPolicies(writer, words is [_, _, _, _, var name, ..] ? Unquoted(name) : "");
                break;
            default:
                writer.WriteString("error", $"this server keeps no points and answers no query such as '{(statement.Length > 100 ? statement[..100] + "..." : statement)}': ask InfluxDB");
                break;
        }
    }

    private void WriteRetentionPolicies(Utf8JsonWriter writer, string database)
    {
        var policies = Origins().Where(origin => origin.Database == database && origin.RetentionPolicy.Length > 0).Select(origin => origin.RetentionPolicy).ToList();
        WriteSeries(writer, null, ["name", "duration", "shardGroupDuration", "replicaN", "default"], [.. policies.Select((policy, i) => new object[] { policy, "0s", "168h0m0s", 1, i == 0 })]);
    }

    private IEnumerable<(string Database, string RetentionPolicy)> Origins() =>
        tasks.Tasks.SelectMany(task => task.Dbrps.Select(dbrp => (dbrp.Database, dbrp.RetentionPolicy))).Distinct().OrderBy(dbrp => dbrp.Database, StringComparer.Ordinal);

    private static void WriteSeries(Utf8JsonWriter writer, string? name, string[] columns, IReadOnlyList<object[]> rows)
    {
        writer.WriteStartArray("series");
        writer.WriteStartObject();
        if (name is not null)
            writer.WriteString("name", name);
        writer.WriteStartArray("columns");
        foreach (var column in columns)
            writer.WriteStringValue(column);
        writer.WriteEndArray();
        if (rows.Count > 0)
        {
            writer.WriteStartArray("values");
            foreach (var row in rows)
                WriteRow(writer, row);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter writer, object[] row)
    {
        writer.WriteStartArray();
        foreach (var value in row)
            JsonSerializer.Serialize(writer, value);
        writer.WriteEndArray();
    }

    private static string Unquoted(string name) => name is ['"', .. var inner, '"'] ? inner.Replace("\\\"", "\"", StringComparison.Ordinal) : name;
}
