using System.Text.Json;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>Variables as JSON: <c>{"limit": {"type": "int", "value": 5, "description": "…"}}</c>.</summary>
public static class VarsJson
{
    /// <summary>Reads the variables of a task. Regexes and lambdas are checked only when a script is bound with them.</summary>
    /// <param name="json">An object with one object a variable, or null for none.</param>
    /// <param name="error">What is wrong, naming the variable.</param>
    public static bool TryRead(JsonElement json, out IReadOnlyDictionary<string, ScriptVar> vars, out string error)
    {
        var read = new Dictionary<string, ScriptVar>(StringComparer.Ordinal);
        vars = read;
        error = "";
        if (json.ValueKind == JsonValueKind.Null)
            return true;
        if (json.ValueKind != JsonValueKind.Object)
            error = $"invalid vars: {VarJsonReader.What(json)} stands where an object with the variables is expected";

        foreach (var property in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            var reader = new VarJsonReader(property.Name);
            if (reader.Read(property.Name, property.Value) is { } var)
                read[property.Name] = var;
            else if (error.Length == 0)
                error = reader.Error;
        }

        return error.Length == 0;
    }

    /// <inheritdoc cref="TryRead(JsonElement, out IReadOnlyDictionary{string, ScriptVar}, out string)"/>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out IReadOnlyDictionary<string, ScriptVar> vars, out string error)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return TryRead(document.RootElement, out vars, out error);
        }
        catch (JsonException e)
        {
            vars = new Dictionary<string, ScriptVar>();
            error = "invalid JSON: " + e.Message;
            return false;
        }
    }

    /// <summary>Writes variables as one object, by name.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<ScriptVar> vars)
    {
        writer.WriteStartObject();
        foreach (var var in vars.OrderBy(v => v.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(var.Name);
            Write(writer, var);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ScriptVar var)
    {
        writer.WriteStartObject();
        writer.WriteString("type", VarTypes.Name(var.Type));
        writer.WritePropertyName("value");
        WriteValue(writer, var.Value);
        writer.WriteString("description", var.Description);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case Duration duration:
                writer.WriteNumberValue(duration.Nanoseconds);
                break;
            case string text:
                writer.WriteLongString(text);
                break;
            case IReadOnlyList<ScriptVar> items:
                writer.WriteStartArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case Star:
                // Templates show their stars like this; those given to a task have no value.
                writer.WriteStartObject();
                writer.WriteString("typeOf", "star");
                writer.WriteEndObject();
                break;
            default:
                // Also for NaN and infinities, which JSON cannot say.
                writer.WriteNullValue();
                break;
        }
    }
}
