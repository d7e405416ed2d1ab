using System.Globalization;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Http.Descriptions;

/// <summary>Routes with their answers, and the shapes of these as JSON Schema, read from <c>Shapes.txt</c>, which says how it is written.</summary>
internal sealed class ShapeBook
{
    private const string Resource = "descriptions/Shapes.txt";
    private const string ShapeSign = " = ";
    private const string AnswerSign = " -> ";
    private const string SummarySign = " : ";

    private readonly List<RouteDescription> _routes = [];
    private readonly SortedDictionary<string, JsonObject> _shapes = new(StringComparer.Ordinal);

    /// <summary>The routes with their full paths.</summary>
    public IReadOnlyList<RouteDescription> Routes => _routes;

    /// <summary>The schemas by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Shapes => _shapes;

    public static ShapeBook Load()
    {
        using var stream = typeof(ShapeBook).Assembly.GetManifestResourceStream(Resource)!; // It is part of the program.
        using var reader = new StreamReader(stream);
        var book = new ShapeBook();
        foreach (var line in reader.ReadToEnd().ReplaceLineEndings("\n").Replace("\n  ", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (line.Length > 0 && line[0] != '#')
                book.Read(line);
        }

        return book;
    }

    /// <summary>The schema of an answer; null for one without JSON.</summary>
    public static JsonNode? SchemaOf(string answer)
    {
        if (answer.Contains('/', StringComparison.Ordinal) || int.TryParse(answer, CultureInfo.InvariantCulture, out _))
            return null;
        return answer.Split(" | ") is [var one] ? TypeOf(one) : new JsonObject { ["oneOf"] = new JsonArray([.. answer.Split(" | ").Select(TypeOf)]) };
    }

    private void Read(string line)
    {
        if (line.Contains(AnswerSign, StringComparison.Ordinal))
        {
            var (asked, rest) = Halves(line, AnswerSign);
            var (answer, summary) = Halves(rest, SummarySign);
            var (route, query) = asked.Contains(" ? ", StringComparison.Ordinal) ? Halves(asked, " ? ") : (asked, "");
            var (method, path) = Halves(route, " ");
            _routes.Add(new RouteDescription(method, RouteTable.OwnBase + path, query.Split(' ', StringSplitOptions.RemoveEmptyEntries), answer, summary));
            return;
        }

        var (name, members) = Halves(line, ShapeSign);
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in members.Split(", "))
        {
            var (key, type) = Halves(member, " ");
            if (!key.EndsWith('?'))
                required.Add(key);
            properties[key.TrimEnd('?')] = TypeOf(type);
        }

        _shapes.Add(name, new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false });
    }

    private static JsonNode TypeOf(string type)
    {
        if (type.EndsWith('?'))
            return new JsonObject { ["anyOf"] = new JsonArray(TypeOf(type[..^1]), new JsonObject { ["type"] = "null" }) };
        return type switch
        {
            "text" => new JsonObject { ["type"] = "string" },
            "time" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            "int" => new JsonObject { ["type"] = "integer" },
            "number" => new JsonObject { ["type"] = "number" },
            "bool" => new JsonObject { ["type"] = "boolean" },
            "any" => new JsonObject(),
            ['[', .. var item, ']'] => new JsonObject { ["type"] = "array", ["items"] = TypeOf(item) },
            ['{', .. var value, '}'] => new JsonObject { ["type"] = "object", ["additionalProperties"] = TypeOf(value) },
            _ => new JsonObject { ["$ref"] = $"#/components/schemas/{type}" },
        };
    }

    private static (string Before, string After) Halves(string text, string sign)
    {
        var at = text.IndexOf(sign, StringComparison.Ordinal);
        return at < 0 ? throw new FormatException($"{Resource}: '{text}' has no '{sign.Trim()}'") : (text[..at], text[(at + sign.Length)..]);
    }
}
