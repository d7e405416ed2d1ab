using System.Globalization;

namespace Tocsin.Engine.Tests.Nodes.Eval;

/// <summary>
/// What an eval node does, in the plainest words: one dictionary of values, into which each expression first puts the fields and tags it
/// mentions and then its result. Makes random nodes and points of few names, so that the names meet often.
/// </summary>
internal sealed class EvalModel
{
    private static readonly string[] Names = ["a", "b", "c", "x", "y"];

    private readonly Dictionary<string, object> _fields = [];
    private readonly SortedDictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly List<(string Text, string[] Reads, Func<object?[], object?> Apply)> _expressions = [];

    public EvalModel(Random random)
    {
        foreach (var name in Names)
        {
            if (random.Next(2) == 0)
                _fields[name] = random.Next(3) switch { 0 => (long)random.Next(9), 1 => random.Next(9) + 0.5, _ => "s" + random.Next(9) };
            if (random.Next(5) == 0)
                _tags[name] = "t" + random.Next(3);
        }

        _fields["z"] = 1L;
        for (var count = random.Next(4); _expressions.Count < count;)
            _expressions.Add(Expression(random));
        ResultNames = [.. _expressions.Select(_ => Name(random))];
        TagNames = [.. ResultNames.Distinct().Where(_ => random.Next(4) == 0)];
        Keep = random.Next(3) switch { 0 => null, 1 => [], _ => [Name(random), Name(random), "z"] };
    }

    public string Lambdas => string.Join(';', _expressions.Select(expression => expression.Text));

    public string[] ResultNames { get; }

    public string[] TagNames { get; }

    public string[]? Keep { get; }

    /// <summary>The point as line protocol, without its time.</summary>
    public string Point => Print(_tags, _fields.OrderByDescending(pair => pair.Key));

    /// <summary>What leaves, or null when the point is dropped.</summary>
    public string? Evaluate()
    {
        var scope = new Dictionary<string, object?>();
        for (var i = 0; i < _expressions.Count; i++)
        {
            foreach (var name in _expressions[i].Reads)
            {
                if (_fields.ContainsKey(name) && _tags.ContainsKey(name))
                    return null;
                if (Own(name) is { } own)
                    scope[name] = own;
                else
                    scope.TryAdd(name, null);
            }

            if (_expressions[i].Apply([.. _expressions[i].Reads.Select(name => scope[name])]) is not { } result)
                return null;
            scope[ResultNames[i]] = result;
        }

        if (TagNames.Any(tag => scope[tag] is not string))
            return null;

        var tags = new SortedDictionary<string, string>(_tags, StringComparer.Ordinal);
        foreach (var tag in TagNames)
            tags[tag] = (string)scope[tag]!;
        return Fields(scope) is { } fields ? Print(tags, fields.OrderBy(field => field.Key, StringComparer.Ordinal)) : null;
    }

    private Dictionary<string, object>? Fields(Dictionary<string, object?> scope)
    {
        var results = ResultNames.Distinct().ToDictionary(name => name, name => scope[name]!);
        if (Keep is null)
            return results.Where(result => !TagNames.Contains(result.Key)).ToDictionary();
        if (Keep.Length == 0)
            return _fields.Where(field => !results.ContainsKey(field.Key)).Concat(results).ToDictionary();

        var kept = new Dictionary<string, object>();
        foreach (var name in Keep)
        {
            if ((scope.GetValueOrDefault(name) ?? _fields.GetValueOrDefault(name)) is not { } value)
                return null;
            kept[name] = value;
        }

        return kept;
    }

    private object? Own(string name) => _fields.GetValueOrDefault(name) ?? _tags.GetValueOrDefault(name);

    private static (string Text, string[] Reads, Func<object?[], object?> Apply) Expression(Random random)
    {
        var (left, right) = (Name(random), Name(random));
        return random.Next(3) switch
        {
            0 => ($"\"{left}\"", [left], values => values[0]),
            1 => ($"string(\"{left}\")", [left], values => Convert.ToString(values[0], CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null),
            _ => ($"\"{left}\" + \"{right}\"", [left, right], values => Add(values[0], values[1])),
        };
    }

    private static object? Add(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => a + b,
        (double a, double b) => a + b,
        (string a, string b) => a + b,
        _ => null,
    };

    private static string Name(Random random) => Names[random.Next(Names.Length)];

    private static string Print(IEnumerable<KeyValuePair<string, string>> tags, IEnumerable<KeyValuePair<string, object>> fields) =>
        "m" + string.Concat(tags.Select(tag => $",{tag.Key}={tag.Value}")) + " "
        + string.Join(',', fields.Select(field => $"{field.Key}={Print(field.Value)}"));

    private static string Print(object value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture) + "i",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"\"{value}\"",
    };
}
