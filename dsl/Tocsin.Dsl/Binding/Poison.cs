namespace Tocsin.Dsl.Binding;

/// <summary>The value of what could not be bound. Its mistake has been reported; whatever is done with it stays silent.</summary>
internal sealed class Poison
{
    public static readonly Poison Value = new();

    private Poison()
    {
    }
}
