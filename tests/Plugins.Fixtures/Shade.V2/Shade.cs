namespace Fixtures;

public static class Shade
{
    public static string Name => Deepen(1);

    // Only this version has it.
    public static string Deepen(int by) => "deep" + by;
}
