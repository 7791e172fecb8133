# The library: what is kept of its sources from one start to the next. See Tests/run.py.

### changed sources
library=$($PYTHON -c 'import os; print(os.path.dirname(os.__file__))')
mkdir changed
ln -s "$library"/* changed
rm changed/__pycache__ changed/stat.py changed/genericpath.py
cp "$library/stat.py" "$library/genericpath.py" changed
show() {
  PYTHONPATH=$PWD/changed TAIPAN_STDLIB=$PWD/changed $PYTHON -X frozen_modules=off -c '
import genericpath, stat
print([getattr(module, "CHANGED", None) for module in (genericpath, stat)], stat.S_ISDIR(0o40000))'
}
show
show
echo 'CHANGED = 1' >> changed/stat.py
show
show
echo 'CHANGED = {1, 2} == frozenset([2, 1]), "new name"' >> changed/genericpath.py
show
show

### damaged files
library=$($PYTHON -c 'import os; print(os.path.dirname(os.__file__))')
mkdir damaged
ln -s "$library"/* damaged
rm damaged/__pycache__
show() { PYTHONPATH=$PWD/damaged TAIPAN_STDLIB=$PWD/damaged $PYTHON -c 'import os; print(os.path.join("a", "b"))'; }
show
for file in damaged/__pycache__/*.image; do
  [ -e "$file" ] && head -c 5000 "$file" > short && cp short "$file"
done
show
show
for file in damaged/__pycache__/*.image; do [ -e "$file" ] && : > "$file"; done
show
