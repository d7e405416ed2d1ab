namespace Tocsin.Dsl.Tests.Lambda;

public class LambdaCaseTests
{
    public static TheoryData<string, string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var file in CaseFile.Names)
        {
            foreach (var (expression, rows, results) in CaseFile.Read(file))
                data.Add(file, expression, string.Join(';', rows), string.Join(" ; ", results));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Expression_gives_what_its_line_says(string file, string expression, string rows, string results) =>
        string.Join(" ; ", ExpressionRunner.Evaluate(expression, rows.Split(';'))).Should().Be(results, file);
}
