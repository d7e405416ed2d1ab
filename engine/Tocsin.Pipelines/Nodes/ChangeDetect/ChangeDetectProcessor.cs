using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.ChangeDetect;

internal sealed class ChangeDetectProcessor(string[] fields, NodeContext context)
    : PointwiseProcessor<ChangeDetectProcessor.LastValue[]>(context)
{
    private readonly FieldFinder[] _fields = [.. fields.Select(name => new FieldFinder(name))];

    internal override SplitRule Split => SplitRule.ByGroup;

    internal override string StateShape => string.Join('\n', fields);

    protected override void Save(LastValue[] state, StateWriter writer)
    {
        foreach (var value in state)
            value.Save(writer);
    }

    protected override LastValue[] Load(Group group, StateReader reader)
    {
        var state = new LastValue[fields.Length];
        for (var i = 0; i < state.Length; i++)
            state[i] = LastValue.Load(reader);
        return state;
    }

    protected override LastValue[] CreateState(Group group, string name) => new LastValue[fields.Length];

    protected override void Reset(LastValue[] state) => Array.Clear(state);

    protected override Point? Apply(Point point, LastValue[] state)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            var slot = _fields[i].SlotIn(point.Layout);
            if (slot < 0)
            {
                Fail("Invalid field in change detect", $"expected field {fields[i]} not found");
            }
            else if (!state[i].Equals(LastValue.Of(point, slot)))
            {
                Remember(point, state);
                return point;
            }
        }

        return null;
    }

    private void Remember(Point point, LastValue[] state)
    {
        for (var i = 0; i < _fields.Length; i++)
            state[i] = _fields[i].SlotIn(point.Layout) is >= 0 and var slot ? LastValue.Of(point, slot) : default;
    }

    /// <summary>A field of the last point passed on. One that the point lacked equals one without a value.</summary>
    internal readonly struct LastValue
    {
        private readonly FieldType _type;
        private readonly long _bits;
        private readonly string? _text;

        private LastValue(FieldType type, long bits, string? text)
        {
            _type = type;
            _bits = bits;
            _text = text;
        }

        public static LastValue Of(Point point, int slot) => point.Layout.TypeAt(slot) switch
        {
            FieldType.String => new(FieldType.String, 0, point.Text(slot)),
            FieldType.Null => default,
            var type => new(type, point.Numbers[slot], null),
        };

        public void Save(StateWriter writer)
        {
            writer.Write((byte)_type);
            writer.WriteBits(_bits);
            writer.Write(_text ?? "");
        }

        public static LastValue Load(StateReader reader)
        {
            var (type, bits, text) = (reader.ReadType(), reader.ReadBits(), reader.ReadText());
            return new LastValue(type, bits, type == FieldType.String ? text : null);
        }

        // Floats are compared as numbers: 0 equals -0, and NaN never equals itself.
        public bool Equals(LastValue other) => _type == other._type && (_type == FieldType.Float
            ? BitConverter.Int64BitsToDouble(_bits) == BitConverter.Int64BitsToDouble(other._bits)
            : _bits == other._bits && _text == other._text);
    }
}
