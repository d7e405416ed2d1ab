using System.Collections.Concurrent;

namespace Tocsin.Dsl.Data;

/// <summary>
/// The names and types of a row's fields, by slot. Layouts are interned: rows with the same fields in the same order share one object,
/// so that what was worked out for a layout is found again by comparing references. When names never end, the table starts over: equal
/// layouts from before and after are then two objects. Safe for any number of threads.
/// </summary>
public sealed class FieldLayout
{
    /// <summary>No fields.</summary>
    public static readonly FieldLayout Empty = new([], []);

    // Layouts that a handful of others follow are the rule: a short list is searched faster than a dictionary.
    private const int FewTransitions = 8;

    // Names over all layouts, before the table starts over: some tens of megabytes.
    private const long MostNames = 4_000_000;

    // A layout of so many fields is made at once: each step on the way to it would be a copy of all names before it.
    private const int ManyFields = 256;

    private static readonly ConcurrentDictionary<WideKey, FieldLayout> Wide = new();

    private static long _internedNames;

    private readonly Lock _gate = new();
    private volatile Transition[] _transitions = [];
    private volatile ConcurrentDictionary<(string Name, FieldType Type), FieldLayout>? _moreTransitions;
    private Dictionary<string, int>? _slots;
    private int[]? _sorted;

    private FieldLayout(string[] names, FieldType[] types)
    {
        Names = names;
        Types = types;
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
    public int IndexOf(string name) => (_slots ??= IndexSlots()).TryGetValue(name, out var slot) ? slot : -1;

    /// <summary>This layout and one field more. A name that is already there gets the new type in its old slot.</summary>
    public FieldLayout With(string name, FieldType type) => Find(name, type) ?? Grow(name, type);

    /// <summary>A layout of these fields in this order.</summary>
    public static FieldLayout Of(params ReadOnlySpan<(string Name, FieldType Type)> fields)
    {
        if (fields.Length >= ManyFields)
            return OfMany(fields);
        var layout = Empty;
        foreach (var (name, type) in fields)
            layout = layout.With(name, type);
        return layout;
    }

    /// <summary>A layout of the fields that things have, in this order.</summary>
    public static FieldLayout Of<T>(ReadOnlySpan<T> things, Func<T, (string Name, FieldType Type)> fieldOf)
    {
        var layout = Empty;
        if (things.Length >= ManyFields)
        {
            var fields = new (string Name, FieldType Type)[things.Length];
            for (var i = 0; i < fields.Length; i++)
                fields[i] = fieldOf(things[i]);
            return OfMany(fields);
        }

        foreach (var thing in things)
        {
            var (name, type) = fieldOf(thing);
            layout = layout.With(name, type);
        }

        return layout;
    }

    private static FieldLayout OfMany(ReadOnlySpan<(string Name, FieldType Type)> fields)
    {
        var slots = new Dictionary<string, int>(fields.Length);
        var (names, types) = (new List<string>(fields.Length), new List<FieldType>(fields.Length));
        foreach (var (name, type) in fields)
        {
            if (slots.TryAdd(name, names.Count))
            {
                names.Add(name);
                types.Add(type);
            }
            else
            {
                types[slots[name]] = type;
            }
        }

        var made = new FieldLayout([.. names], [.. types]);
        var known = Wide.GetOrAdd(new WideKey(made), made);
        if (ReferenceEquals(known, made) && Interlocked.Add(ref _internedNames, made.Count) > MostNames)
            StartOver();
        return known;
    }

    private FieldLayout? Find(string name, FieldType type)
    {
        foreach (var transition in _transitions)
        {
            if (transition.Type == type && transition.Name == name)
                return transition.Target;
        }

        return _moreTransitions?.GetValueOrDefault((name, type));
    }

    private FieldLayout Grow(string name, FieldType type)
    {
        FieldLayout target;
        lock (_gate)
        {
            if (Find(name, type) is { } known)
                return known;

            target = Successor(name, type);
            if (_transitions.Length < FewTransitions)
                _transitions = [.. _transitions, new Transition(name, type, target)];
            else
                (_moreTransitions ??= new())[(name, type)] = target;
        }

        if (Interlocked.Add(ref _internedNames, target.Count) > MostNames)
            StartOver();
        return target;
    }

    private static void StartOver()
    {
        lock (Empty._gate)
        {
            Interlocked.Exchange(ref _internedNames, 0);
            Empty._transitions = [];
            Empty._moreTransitions = null;
            Wide.Clear();
        }
    }

    private FieldLayout Successor(string name, FieldType type)
    {
        // Not by IndexOf: most layouts are only steps on the way to a wider one, and an index for each would cost the square of the width.
        var slot = Array.IndexOf(Names, name);
        if (slot < 0)
            return new FieldLayout([.. Names, name], [.. Types, type]);
        if (Types[slot] == type)
            return this;

        // Rebuilt from the root, so that the same fields always meet in the same object.
        var layout = Empty;
        for (var i = 0; i < Names.Length; i++)
            layout = layout.With(Names[i], i == slot ? type : Types[i]);
        return layout;
    }

    private Dictionary<string, int> IndexSlots()
    {
        var slots = new Dictionary<string, int>(Names.Length);
        for (var slot = 0; slot < Names.Length; slot++)
            slots.Add(Names[slot], slot);
        return slots;
    }

    private int[] SortSlots()
    {
        var slots = Enumerable.Range(0, Names.Length).ToArray();
        Array.Sort(slots, (a, b) => Utf8Order.Compare(Names[a], Names[b]));
        return slots;
    }

    /// <summary>A layout by what is in it.</summary>
    private readonly struct WideKey(FieldLayout layout) : IEquatable<WideKey>
    {
        private readonly FieldLayout _layout = layout;
        private readonly int _hash = HashOf(layout);

        public bool Equals(WideKey other) =>
            _hash == other._hash && _layout.Names.AsSpan().SequenceEqual(other._layout.Names) && _layout.Types.AsSpan().SequenceEqual(other._layout.Types);

        public override bool Equals(object? obj) => obj is WideKey other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int HashOf(FieldLayout layout)
        {
            var hash = new HashCode();
            for (var i = 0; i < layout.Count; i++)
            {
                hash.Add(layout.Names[i]);
                hash.Add((int)layout.Types[i]);
            }

            return hash.ToHashCode();
        }
    }

    private readonly record struct Transition(string Name, FieldType Type, FieldLayout Target);
}
