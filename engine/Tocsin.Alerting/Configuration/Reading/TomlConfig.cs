using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Reads TOML, as the peer's configuration is written, into configured values: every key and value knows its line and column.</summary>
public sealed class TomlConfig
{
    /// <summary>Mistakes that are reported: behind the first few most follow from them.</summary>
    private const int MostMistakes = 3;

    /// <summary>What messages have in the place of a line end.</summary>
    private const char LineEnd = '\u2424';

    private readonly string _file;
    private readonly List<ConfigProblem> _problems;

    private TomlConfig(string file, List<ConfigProblem> problems) => (_file, _problems) = (file, problems);

    /// <summary>The values of a text; what can be read of one with mistakes.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="text">The TOML.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ConfigMap Read(string file, string text, List<ConfigProblem> problems)
    {
        var reader = new TomlConfig(file, problems);
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, file, validate: true);
        }
        catch (TomlException problem)
        {
            // Its only such message is that values are nested too deeply, with a way out for those who call it.
            var (line, column) = TomlDepth.PlaceIn(text);
            problems.Add(new ConfigProblem(
                problem.Message.Contains("MaxDepth", StringComparison.Ordinal) ? TomlDepth.TooDeep : $"not valid TOML: {FirstLines(problem.Message)}",
                new ConfigPlace(file, line, column)));
            return ConfigMap.Empty;
        }

        var errors = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error)
            .OrderBy(message => message.Span.Start.Line).ThenBy(message => message.Span.Start.Column).DistinctBy(message => message.Span.Start.Line).ToList();

        // Of a bracket without its other half a parser says only what it met behind it.
        var mistakes = errors.Count > 0 && TomlBrackets.MistakesIn(text) is { Count: > 0 } brackets
            ? brackets.Select(bracket => (Place: new ConfigPlace(file, bracket.Line, bracket.Column), bracket.Message)).ToList()
            : errors.ConvertAll(error => (Place: reader.PlaceOf(error.Span), Message: FirstLines(error.Message)));
        problems.AddRange(mistakes.Take(MostMistakes).Select(mistake => new ConfigProblem($"not valid TOML: {mistake.Message}", mistake.Place)));
        if (mistakes.Count > MostMistakes)
            problems.Add(new ConfigProblem($"{file}: {mistakes.Count - MostMistakes} more lines are not valid, which may follow from these"));

        return problems.Exists(problem => !problem.IsWarning) ? ConfigMap.Empty : reader.Read(document);
    }

    // A message about a table that is there already quotes all of it, with signs for its line ends.
    private static string FirstLines(string message)
    {
        var begin = message.AsSpan().IndexOfAny('\r', '\n', LineEnd);
        var end = message.AsSpan().LastIndexOfAny('\r', '\n', LineEnd);
        if (begin < 0)
            return message;
        var quoted = message.LastIndexOf('`');
        return $"{message[..begin].TrimEnd()}…{(quoted > begin ? message[quoted..] : message[(end + 1)..])}";
    }

    private ConfigMap Read(DocumentSyntax document)
    {
        var root = new Table(PlaceOf(document.Span));
        foreach (var pair in document.KeyValues)
            Put(root, pair, 0);
        foreach (var table in document.Tables)
        {
            if (Open(root, table) is not { } opened)
                continue;
            foreach (var pair in table.Items)
                Put(opened, pair, 0);
        }

        return root.ToMap();
    }

    // [[a]] begins another entry of a list; [a.b] stands within the last one.
    private Table? Open(Table root, TableSyntaxBase table)
    {
        var path = PathOf(table.Name);
        if (RefusesLevel(path.Count, table.Name?.Span ?? table.Span))
            return null;
        var at = root;
        for (var i = 0; i < path.Count; i++)
        {
            var isLast = i == path.Count - 1;
            at = at?.Enter(path[i], PlaceOf(table.Name?.Span ?? table.Span), isLast && table is TableArraySyntax);
        }

        if (at is null)
            _problems.Add(new ConfigProblem($"'{string.Join('.', path)}' has a value above and cannot be a table", PlaceOf(table.Span)));
        return at;
    }

    private void Put(Table table, KeyValueSyntax pair, int level)
    {
        var path = PathOf(pair.Key);
        if (RefusesLevel(path.Count + level, pair.Span))
            return;
        var at = table;
        foreach (var key in path.SkipLast(1))
            at = at?.Enter(key, PlaceOf(pair.Span), isList: false);
        if (at is not null && path is [.., var last] && pair.Value is { } value)
            at.Set(last, ValueOf(value, level + path.Count), PlaceOf(pair.Span));
    }

    private ConfigValue ValueOf(ValueSyntax value, int level)
    {
        var place = PlaceOf(value.Span);
        return RefusesLevel(level, value.Span) ? new ConfigNull() : Convert(value, level) with { Place = place };
    }

    // A key with dots nests as well, by as many levels as it has parts.
    private bool RefusesLevel(int level, SourceSpan span)
    {
        if (!TomlDepth.IsTooDeep(level))
            return false;
        _problems.Add(new ConfigProblem(TomlDepth.TooDeep, PlaceOf(span)));
        return true;
    }

    private ConfigValue Convert(ValueSyntax value, int level)
    {
        switch (value)
        {
            case StringValueSyntax text:
                return new ConfigText(text.Value ?? "") { MayBeBlank = true };
            case IntegerValueSyntax number:
                return new ConfigInteger(number.Value);
            case FloatValueSyntax number:
                return new ConfigFloat(number.Value);
            case BooleanValueSyntax flag:
                return new ConfigFlag(flag.Value);
            case ArraySyntax list:
                return new ConfigList([.. list.Items.Select(item => item.Value).OfType<ValueSyntax>().Select(item => ValueOf(item, level + 1))]);
            case InlineTableSyntax inline:
                var table = new Table(PlaceOf(inline.Span));
                foreach (var pair in inline.Items.Select(item => item.KeyValue).OfType<KeyValueSyntax>())
                    Put(table, pair, level);
                return table.ToMap();
            default:
                return new ConfigText(value.ToString().Trim());
        }
    }

    private static List<string> PathOf(KeySyntax? key) =>
        key is null ? [] : [.. new[] { key.Key }.Concat(key.DotKeys.Select(dotted => dotted.Key)).Select(TextOf)];

    private static string TextOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };

    private ConfigPlace PlaceOf(SourceSpan span) => new(_file, span.Start.Line + 1, span.Start.Column + 1);

    /// <summary>A table while its parts come in.</summary>
    private sealed class Table(ConfigPlace place)
    {
        private readonly List<string> _keys = [];

        /// <summary>Where it begins.</summary>
        public ConfigPlace Place => place;
        private readonly Dictionary<string, (object Value, ConfigPlace Place)> _values = new(StringComparer.OrdinalIgnoreCase);

        public void Set(string key, ConfigValue value, ConfigPlace at) => Add(key, value, at);

        /// <summary>The table of a key, the last one of a list; null when the key has another value.</summary>
        public Table? Enter(string key, ConfigPlace at, bool isList)
        {
            if (!_values.TryGetValue(key, out var known))
            {
                var table = new Table(at);
                Add(key, isList ? new List<Table> { table } : table, at);
                return table;
            }

            if (known.Value is List<Table> list)
            {
                if (isList)
                    list.Add(new Table(at));
                return list[^1];
            }

            return isList ? null : known.Value as Table;
        }

        public ConfigMap ToMap() => new([.. _keys.Select(key => new ConfigEntry(key, ValueOf(_values[key].Value), _values[key].Place) { MayBeUnknown = true })]) { Place = place };

        private void Add(string key, object value, ConfigPlace at)
        {
            if (_values.TryAdd(key, (value, at)))
                _keys.Add(key);
        }

        private static ConfigValue ValueOf(object value) => value switch
        {
            Table table => table.ToMap(),
            List<Table> list => new ConfigList([.. list.Select(table => table.ToMap())]) { Place = list[0].Place },
            _ => (ConfigValue)value,
        };
    }
}
