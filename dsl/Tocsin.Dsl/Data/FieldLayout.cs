namespace Tocsin.Dsl.Data;

/// <summary>
/// The names and types of a row's fields, by slot. Layouts are interned: rows with the same fields in the same order share one object,
/// so that what was worked out for a layout is found again by comparing references. Safe for any number of threads.
/// </summary>
public sealed class FieldLayout
{
    /// <summary>No fields.</summary>
    public static readonly FieldLayout Empty = new([], [], []);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _slots;
    private volatile Transition[] _transitions = [];
    private int[]? _sorted;

    private FieldLayout(string[] names, FieldType[] types, Dictionary<string, int> slots)
    {
        Names = names;
        Types = types;
        _slots = slots;
    }

    /// <summary>Field names by slot.</summary>
    public IReadOnlyList<string> NameList => Names;

    public int Count => Names.Length;

    internal string[] Names { get; }

    internal FieldType[] Types { get; }

    /// <summary>Slots in the byte order of their names: the order in which fields are printed.</summary>
    public ReadOnlySpan<int> Sorted => _sorted ??= SortSlots();

    public string NameAt(int slot) => Names[slot];

    public FieldType TypeAt(int slot) => Types[slot];

    /// <summary>The slot of a field, or -1.</summary>
    public int IndexOf(string name) => _slots.TryGetValue(name, out var slot) ? slot : -1;

    /// <summary>This layout and one field more. A name that is already there gets the new type in its old slot.</summary>
    public FieldLayout With(string name, FieldType type)
    {
        foreach (var transition in _transitions)
        {
            if (transition.Type == type && transition.Name == name)
                return transition.Target;
        }

        return Grow(name, type);
    }

    /// <summary>A layout of these fields in this order.</summary>
    public static FieldLayout Of(params ReadOnlySpan<(string Name, FieldType Type)> fields)
    {
        var layout = Empty;
        foreach (var (name, type) in fields)
            layout = layout.With(name, type);
        return layout;
    }

    private FieldLayout Grow(string name, FieldType type)
    {
        lock (_gate)
        {
            foreach (var transition in _transitions)
            {
                if (transition.Type == type && transition.Name == name)
                    return transition.Target;
            }

            var target = Successor(name, type);
            _transitions = [.. _transitions, new Transition(name, type, target)];
            return target;
        }
    }

    private FieldLayout Successor(string name, FieldType type)
    {
        if (_slots.TryGetValue(name, out var slot))
        {
            if (Types[slot] == type)
                return this;

            // Rebuilt from the root, so that the same fields always meet in the same object.
            var layout = Empty;
            for (var i = 0; i < Names.Length; i++)
                layout = layout.With(Names[i], i == slot ? type : Types[i]);
            return layout;
        }

        var slots = new Dictionary<string, int>(_slots) { [name] = Names.Length };
        return new FieldLayout([.. Names, name], [.. Types, type], slots);
    }

    private int[] SortSlots()
    {
        var slots = Enumerable.Range(0, Names.Length).ToArray();
        Array.Sort(slots, (a, b) => Utf8Order.Compare(Names[a], Names[b]));
        return slots;
    }

    private readonly record struct Transition(string Name, FieldType Type, FieldLayout Target);
}
