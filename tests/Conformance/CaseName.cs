using Xunit.Abstractions;

namespace Tocsin.Conformance;

/// <summary>The name of a case, as a row that test runners show in full.</summary>
public sealed class CaseName : IXunitSerializable
{
    /// <summary>For xUnit, which fills it in.</summary>
    public CaseName()
    {
    }

    public CaseName(string value) => Value = value;

    public string Value { get; private set; } = "";

    public void Deserialize(IXunitSerializationInfo info) => Value = info.GetValue<string>(nameof(Value));

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Value), Value);

    public override string ToString() => Value;
}
